"""What can go wrong, and when. Each fault is a generator: it breaks one thing, yields the seconds
to leave it broken, and mends it. Four lanes of faults run side by side, those of the store, of the
gateways, of the registry and of the way out, all on the main thread, which the kernel ties the
children to. A lane goes through all its faults in a shuffled order, again and again, so that each
has its turn.
"""
import collections
import random
import sys
import time

from chaos_redis import cli
from child import StageError

_WHOLE_S = 60.0
_STOP_S = 30.0  # limits.stop, and what is on its way
_CALM_S = 0.2  # between two faults of a lane, at least
_REGISTRY_SAYS = ("status:503", "status:500", "status:429", "retry_after:1", "reset",
                  "accept_then_reset", "timeout", "cut", "in_progress", "redirect", "huge",
                  "garbage", "not_json", "reject")
_REGISTRY_NETWORK = ("delay:300", "reset", "blackhole", "half_open", "truncate", "corrupt",
                     "throttle:2000")
_REDIS_NETWORK = ("delay:40", "reset", "blackhole", "half_open", "truncate", "throttle:60000")
_SMS_NETWORK = ("delay:300", "reset", "half_open", "truncate")


class Faults:
    def __init__(self, stage, seed: int):
        self.stage, self.random = stage, random.Random(seed)
        self.counts = collections.Counter()
        self.times = []  # (name, when it began), on the monotonic clock
        self.not_tried = []
        self.lanes = [self._of_the_store(), self._of_the_gateways(), self._of_the_registry(),
                      self._of_the_way_out()]

    def _of_the_store(self) -> list:
        known = [self.redis_killed, self.redis_restarted, self.redis_paused,
                 self.redis_out_of_memory]
        if self.stage.store.has_small_disks:
            known.append(self.redis_disk_full)
        else:
            self.not_tried.append("redis_disk_full: no right to mount a small disk")
        for name in self.stage.store.own_faults:
            known.append(self._named(name, self.store_fault, name))
        if self.stage.store.proxied:
            for mode in _REDIS_NETWORK:
                known.append(self._named(f"redis_network_{mode}", self.network, "redis", mode))
        return known

    def _of_the_gateways(self) -> list:
        known = [self.gateway_killed, self.gateway_restarted, self.gateway_paused,
                 self.both_gateways_killed]
        if self.stage.has_clock:
            for offset in ("+2d", "-3h"):
                known.append(self._named(f"clock_{offset}", self.clock, offset))
        else:
            self.not_tried.append("clock: no libfaketime, or a sanitizer that it cannot live with")
        return known

    def _of_the_registry(self) -> list:
        return [self.registry_killed, self.registry_paused,
                *(self._named(f"registry_says_{mode}", self.registry_fault, mode)
                  for mode in _REGISTRY_SAYS)]

    def _of_the_way_out(self) -> list:
        return [self.sms_refused,
                *(self._named(f"{where}_network_{mode}", self.network, where, mode)
                  for where, modes in (("registry", _REGISTRY_NETWORK), ("sms", _SMS_NETWORK))
                  for mode in modes)]

    @staticmethod
    def _named(name, method, *arguments):
        def run():
            return method(*arguments)
        run.__name__ = name
        return run

    # ---- the lanes ----

    def lane(self, known: list, round_s: float):
        """All of `known` in each round; yields the seconds until it wants to go on."""
        each_s = round_s / len(known)
        next_at = time.monotonic()  # by plan: what took long is made up for
        while True:
            for fault in self.random.sample(known, len(known)):
                next_at += self.random.uniform(0.7, 1.3) * each_s
                self.counts[fault.__name__] += 1
                self.times.append((fault.__name__, time.monotonic()))
                print(f"chaos: {fault.__name__}", file=sys.stderr, flush=True)
                yield from fault()
                yield max(_CALM_S, next_at - time.monotonic())

    def run(self, until: float, round_s: float, only: str, goes_on):
        """Until then, or as long as goes_on(). What is broken at the end is mended."""
        lanes = [self.lane(known, round_s) for known in self.lanes]
        if only:
            chosen = [known for lane in self.lanes for known in lane if known.__name__ == only]
            if not chosen:
                raise StageError(f"there is no fault {only!r} here")
            lanes = [self.lane(chosen, round_s)]
        waking = [(time.monotonic() + 1.0, lane) for lane in lanes]
        while time.monotonic() < until and goes_on():
            waking.sort(key=lambda entry: entry[0])
            at, lane = waking.pop(0)
            time.sleep(max(0.0, min(at, until) - time.monotonic()))
            if time.monotonic() < at:
                waking.append((at, lane))
                continue
            waking.append((time.monotonic() + next(lane), lane))
        self.mend()

    def mend(self):
        for child in (*self.stage.gateways, self.stage.simulator):
            child.resume()
        for i, gateway in enumerate(self.stage.gateways):
            if not gateway.is_running:
                self.stage.start_one(i)
            if self.stage.has_clock:
                self.stage.set_clock(i, "+0")
        for proxy in self.stage.proxies.values():
            proxy.mode = "pass"
        if not self.stage.simulator.is_running:
            self.stage.start_simulator()
        self.stage.registry("/faults", {"mode": "ok", "count": 0})
        self.stage.store.mend()
        for _ in self._until_whole():
            time.sleep(0.05)

    def _some(self, least: float, most: float) -> float:
        return self.random.uniform(least, most)

    def _until_whole(self):
        """Brings back what is down and waits until every server follows again: only then may the
        next one break, since a single fault is what is promised to be survived."""
        self.stage.store.start_missing()
        until = time.monotonic() + _WHOLE_S
        while not self.stage.store.is_whole():
            if time.monotonic() > until:
                raise StageError("the servers do not find together again: " +
                                 self.stage.store.described())
            yield 0.1

    # ---- gateways ----

    def _bring_back(self, i: int):
        if not self.stage.gateways[i].is_running:
            self.stage.start_one(i)

    def gateway_killed(self):
        i = self.random.randrange(2)
        self.stage.gateways[i].kill()
        yield self._some(0.1, 1.0)
        self._bring_back(i)

    def gateway_restarted(self):
        i = self.random.randrange(2)
        gateway = self.stage.gateways[i]
        gateway.signal(15)
        until = time.monotonic() + _STOP_S
        while gateway.is_running:
            if time.monotonic() > until:
                print(gateway.stacks(), file=sys.stderr)
                raise gateway.failure("does not end when it is asked to")
            yield 0.1
        self._bring_back(i)

    def both_gateways_killed(self):
        for gateway in self.stage.gateways:
            gateway.kill()
        yield self._some(0.1, 0.5)
        for i in range(2):
            self._bring_back(i)

    def gateway_paused(self):
        gateway = self.random.choice(self.stage.gateways)
        gateway.pause()
        yield self._some(0.5, 2.5)
        gateway.resume()

    def clock(self, offset: str):
        i = self.random.randrange(2)
        self.stage.set_clock(i, offset)
        yield self._some(1.5, 2.5)  # the library looks once a second
        self.stage.set_clock(i, "+0")
        yield 1.0

    # ---- the store ----

    def redis_killed(self):
        self.stage.store.current_master().child.kill()
        yield self._some(0.2, 3.0)
        yield from self._until_whole()

    def redis_restarted(self):
        child = self.stage.store.current_master().child
        child.signal(15)
        while child.is_running:
            yield 0.1
        yield from self._until_whole()

    def redis_paused(self):
        server = self.stage.store.current_master()
        server.child.pause()
        yield self._some(0.3, 3.0)
        server.child.resume()
        yield from self._until_whole()

    def redis_out_of_memory(self):
        server = self.stage.store.current_master()
        cli(server.port, "CONFIG", "SET", "maxmemory", "1mb")
        yield self._some(0.5, 2.0)
        cli(server.port, "CONFIG", "SET", "maxmemory", "0")

    def redis_disk_full(self):
        server = self.stage.store.current_master()
        before = server.rewrites()
        server.fill_disk()
        yield self._some(1.5, 3.0)  # Redis writes once a second
        server.free_disk()
        # Until then its file may have a gap, and a kill would be a second fault.
        until = time.monotonic() + _WHOLE_S
        while server.has_not_written_anew(before):
            if time.monotonic() > until:
                raise StageError(f"the gateways do not have {server.name}'s file written anew")
            yield 0.1
        yield from self._until_whole()

    def store_fault(self, name: str):
        getattr(self.stage.store, name)()
        yield self._some(0.3, 1.0)
        yield from self._until_whole()

    # ---- the registry, the SMS provider, the network ----

    def registry_killed(self):
        self.stage.simulator.kill()
        yield self._some(0.5, 2.0)
        self.stage.start_simulator()

    def registry_paused(self):
        self.stage.simulator.pause()
        yield self._some(0.5, 2.0)
        self.stage.simulator.resume()

    def registry_fault(self, mode: str):
        try:
            self.stage.registry("/faults", {"mode": mode, "count": self.random.randrange(1, 40)})
        except OSError:
            return  # it is away just now, by another fault
        yield self._some(0.2, 0.7)

    def sms_refused(self):
        self.stage.sms.refuse(*[self.random.choice((500, 503, 429)) for _ in range(8)])
        yield self._some(0.2, 0.8)

    def network(self, where: str, mode: str):
        self.stage.proxies[where].mode = mode
        yield self._some(0.2, 0.9)
        self.stage.proxies[where].mode = "pass"
