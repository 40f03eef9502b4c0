"""Women register on two gateways with one store while a seeded schedule breaks things: Redis, the
registry, the network between, the gateways themselves. When all is mended and the outbox is empty,
each told reference must be at the registry, once.

The schedule and each woman's whims come from the seed; which callback meets which fault depends on
the machine, so a run replays in kind, not to the byte.
"""
import argparse
import asyncio
import collections
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from chaos_proxy import FaultProxy
from chaos_redis import TOPOLOGIES, cli
from chaos_women import Crowd
from child import Child, StageError
from stage import ROOT, Stage, gateway_environment, wait_until

DRAIN_S = 120.0


class Loop:
    """An asyncio loop in a thread of its own: children are started and watched by the main one."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def begin(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)


class ChaosStage(Stage):
    """Two gateways behind the same store, and proxies where a network would be."""

    def __init__(self, options, loop: Loop):
        super().__init__()
        self.store = TOPOLOGIES[options.topology](self.folder)
        self.start_simulator()
        self.proxies = {}
        targets = {"registry": self.registry_port}
        if self.store.proxied:
            targets["redis"] = self.store.servers[0].port
        for name, port in targets.items():
            proxy = FaultProxy(port, options.seed)
            loop.begin(proxy.start()).result(10)
            self.proxies[name] = proxy
        shutil.copytree(ROOT / "config", self.folder / "config")
        self.config = self.folder / "config/gateway.yaml"
        text = self.config.read_text()
        self.config.write_text(text.replace("\nredis:\n", "\nredis:\n" + self.store.settings, 1))
        self.redis_port = self.proxies["redis"].port if self.store.proxied else 0
        self.gateways = [None, None]
        self.ports = [None, None]
        for i in range(len(self.gateways)):
            self.start_one(i)

    @property
    def gateway_registry_url(self) -> str:
        return f"https://127.0.0.1:{self.proxies['registry'].port}"

    def environment(self) -> dict:
        return {**gateway_environment(self), "JISR_REGISTRY_URL": self.gateway_registry_url,
                "JISR_REDIS_PORT": str(self.redis_port or 6379), "JISR_THREADS": "1"}

    def start_one(self, i: int):
        child = Child(f"gateway-{i}", [self.build_dir / "jisr", "serve", "--config", self.config],
                      self.folder, self.environment())
        listening = child.announced("listening", 30)
        self.gateways[i], self.ports[i] = child, listening["callbacks"]
        self.admin_port = listening["admin"]

    def stop(self):
        for gateway in getattr(self, "gateways", []):
            if gateway:
                gateway.stop()
        if getattr(self, "store", None):
            self.store.stop()
        super().stop()


class Faults:
    """What can go wrong; each method breaks one thing, waits, and mends it."""

    def __init__(self, stage: ChaosStage, seed: int):
        self.stage, self.random = stage, random.Random(seed)
        self.counts = collections.Counter()
        self.known = [self.gateway_killed, self.gateway_paused, self.both_gateways_killed,
                      self.redis_killed, self.redis_paused, self.redis_out_of_memory,
                      self.registry_away]
        for mode in ("status:503", "status:429", "status:500", "reset", "accept_then_reset",
                     "timeout", "retry_after:1"):
            self.known.append(self._named(f"registry_says_{mode}", self.registry_fault, mode))
        for mode in ("delay:300", "reset", "blackhole", "truncate", "corrupt", "throttle:2000"):
            self.known.append(self._named(f"registry_network_{mode}", self.network, "registry",
                                          mode))
        if stage.store.proxied:
            for mode in ("delay:40", "reset", "blackhole", "truncate", "throttle:60000"):
                self.known.append(self._named(f"redis_network_{mode}", self.network, "redis", mode))

    @staticmethod
    def _named(name, method, *arguments):
        def run():
            method(*arguments)
        run.__name__ = name
        return run

    def one(self, name: str = ""):
        fault = self.random.choice(self.known)
        if name:
            fault = next(known for known in self.known if known.__name__ == name)
        self.counts[fault.__name__] += 1
        print(f"chaos: {fault.__name__}", file=sys.stderr, flush=True)
        fault()

    def pause(self, least: float, most: float):
        time.sleep(self.random.uniform(least, most))

    def gateway_killed(self):
        i = self.random.randrange(2)
        self.stage.gateways[i].kill()
        self.pause(0.1, 1.5)
        self.stage.start_one(i)

    def both_gateways_killed(self):
        for gateway in self.stage.gateways:
            gateway.kill()
        self.pause(0.1, 0.5)
        for i in range(2):
            self.stage.start_one(i)

    def gateway_paused(self):
        gateway = self.random.choice(self.stage.gateways)
        gateway.pause()
        self.pause(0.5, 3.0)
        gateway.resume()

    def redis_killed(self):
        self.stage.store.current_master().child.kill()
        self.pause(0.2, 4.0)
        self.stage.store.bring_back()

    def redis_paused(self):
        server = self.stage.store.current_master()
        server.child.pause()
        self.pause(0.3, 3.0)
        server.child.resume()
        self.stage.store.bring_back()

    def redis_out_of_memory(self):
        server = self.stage.store.current_master()
        cli(server.port, "CONFIG", "SET", "maxmemory", "1mb")
        self.pause(0.5, 2.0)
        cli(server.port, "CONFIG", "SET", "maxmemory", "0")

    def registry_away(self):
        self.stage.simulator.kill()
        self.pause(0.5, 3.0)
        self.stage.start_simulator()

    def registry_fault(self, mode: str):
        self.stage.registry("/faults", {"mode": mode, "count": self.random.randrange(1, 40)})
        self.pause(0.3, 1.5)

    def network(self, where: str, mode: str):
        self.stage.proxies[where].mode = mode
        self.pause(0.3, 2.0)
        self.stage.proxies[where].mode = "pass"


def backlog(stage: ChaosStage) -> dict:
    """What waits in the outbox (`due`), and what was set aside for a person (`dead`)."""
    ran = subprocess.run([stage.build_dir / "jisr", "outbox", "--config", stage.config, "list",
                          "--json"], env={**os.environ, **stage.environment()},
                         capture_output=True, text=True, check=False, timeout=20)
    return json.loads(ran.stdout) if ran.returncode == 0 else {"due": -1, "dead": -1}


def run(options) -> dict:
    loop = Loop()
    with ChaosStage(options, loop) as stage:
        crowd = Crowd(options.seed, lambda: [port for port in stage.ports if port],
                      options.think)
        crowd_done = loop.begin(crowd.run(options.women, options.at_once))
        faults = Faults(stage, options.seed)
        until = time.monotonic() + options.seconds
        while time.monotonic() < until and not crowd_done.done():
            faults.pause(0.2, 1.0)
            faults.one(options.only)
        crowd_done.result(600)
        stage.registry("/faults", {"mode": "ok", "count": 0})
        empty = wait_until(lambda: backlog(stage)["due"] == 0, DRAIN_S)
        held = collections.Counter(
            (record.get("body") or record)["reference"] for record in stage.records())
        dead = backlog(stage)["dead"]
    lost = sorted(set(crowd.told) - set(held))
    return {
        "women": options.women, "told": len(crowd.told), "held": len(held), "lost": len(lost),
        "doubled": sum(1 for count in held.values() if count > 1),
        "sessions_broken": len(crowd.broken), "set_aside": dead, "outbox_empty": empty,
        "calls": crowd.dials, "answers": crowd.answers, "busy": crowd.busy,
        "unanswered": crowd.unanswered, "worst_answer_ms": round(crowd.worst_ms),
        "faults": dict(sorted(faults.counts.items())), "seed": options.seed,
        "topology": options.topology, "lost_references": lost[:10],
        "broken_examples": crowd.broken[:3],
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/chaos", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--topology", choices=sorted(TOPOLOGIES), default="standalone")
    parser.add_argument("--women", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=60, help="women on the phone together")
    parser.add_argument("--think", type=float, default=0.15, help="seconds before each answer")
    parser.add_argument("--seconds", type=int, default=60, help="so long things break")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="this fault alone, by its name")
    options = parser.parse_args()
    os.environ.setdefault("JISR_LOG_LEVEL", "warn")
    try:
        result = run(options)
    except (StageError, StopIteration) as error:
        print(f"chaos: {error}", file=sys.stderr)
        return 3
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:18} {value}")
    good = result["lost"] == result["doubled"] == result["sessions_broken"] == 0
    return 0 if good and result["outbox_empty"] else 1


if __name__ == "__main__":
    sys.exit(main())
