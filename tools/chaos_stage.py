"""Two gateways behind the same store, with proxies where a network would be and a clock that can be
put wrong: what the chaos breaks. Everything is on 127.0.0.1 and of one owner.
"""
import json
import os
import shutil
import subprocess
from pathlib import Path

from chaos_proxy import FaultProxy
from chaos_redis import TOPOLOGIES
from child import Child, StageError
from stage import ROOT, Stage, gateway_environment, sanitizers_of

_FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")


def wrong_clock(build_dir: Path, file: Path) -> dict:
    """The environment of a process whose clock is off by what is in the file, its timers not."""
    timers = build_dir / "tests/libtrue_timers.so"
    return {"LD_PRELOAD": f"{timers} {_FAKETIME}", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_CACHE_DURATION": "1"}


class ChaosStage(Stage):
    """`plant` builds in a known mistake, so that a test can see that the checker finds it:
    "believes_everything" (whatever answers 200 is taken for the registry)."""

    def __init__(self, options, loop):
        super().__init__()
        self.store = TOPOLOGIES[options.topology](self.folder)
        self.start_simulator()
        self.proxies = {}
        targets = {"registry": self.registry_port, "sms": int(self.sms.url.rpartition(":")[2])}
        if self.store.proxied:
            targets["redis"] = self.store.servers[0].port
        for name, port in targets.items():
            proxy = FaultProxy(port, options.seed)
            loop.begin(proxy.start()).result(10)
            self.proxies[name] = proxy
        self.config = self._configure(options.plant)
        self.gateways = [None, None]
        self.ports = [None, None]
        # A sanitizer wants to be the first library, and so does the one that fakes the clock.
        self.has_clock = _FAKETIME.exists() and not sanitizers_of(self.build_dir)
        for i in range(len(self.gateways)):
            self.start_one(i)

    def _configure(self, plant: str) -> Path:
        """As shipped, but nothing waits for longer than the check does: an unlucky entry would for
        ten minutes after all is mended, and so would the reminder of a call that broke off, at
        night until the morning."""
        shutil.copytree(ROOT / "config", self.folder / "config")
        self._edit("gateway.yaml", "\nredis:\n", "\nredis:\n" + self.store.settings)
        self._edit("registry/jisr.yaml", "cap: 10m", "cap: 30s")
        self._edit("dialogs/jisr.yaml", "  after: 10m\n", "  after: 20s\n")
        self._edit("channels/demo-sms.yaml", "# sending:", "sending: {quiet: none}\n# sending:")
        if plant == "believes_everything":
            with open(self.folder / "config/registry/jisr.yaml", "a", encoding="utf-8") as registry:
                registry.write("\noutcome:\n  - {status: 200, as: delivered}\n")
        return self.folder / "config/gateway.yaml"

    def _edit(self, name: str, old: str, new: str):
        file = self.folder / "config" / name
        text = file.read_text()
        if old not in text:
            raise StageError(f"config/{name} has no {old!r} any more")
        file.write_text(text.replace(old, new, 1))

    def chaos_environment(self) -> dict:
        redis_port = self.proxies["redis"].port if self.store.proxied else 6379
        return {**gateway_environment(self), "JISR_THREADS": "1",
                "JISR_REGISTRY_URL": f"https://127.0.0.1:{self.proxies['registry'].port}",
                "JISR_SMS_URL": f"http://127.0.0.1:{self.proxies['sms'].port}"
                                "/version1/messaging",
                "JISR_REDIS_PORT": str(redis_port)}

    def _clock_file(self, i: int) -> Path:
        return self.folder / f"clock-{i}"

    def set_clock(self, i: int, offset: str):
        """"+0", "+2d", "-3h": what the gateway's clock is off by; seen within a second. Put in
        place whole: the library ends a process that it finds half a time for."""
        fresh = self.folder / f"clock-{i}.new"
        fresh.write_text(offset + "\n")
        fresh.replace(self._clock_file(i))

    def start_one(self, i: int):
        environment = self.chaos_environment()
        if self.has_clock:
            self.set_clock(i, "+0")
            environment |= wrong_clock(self.build_dir, self._clock_file(i))
        child = Child(f"gateway-{i}", [self.build_dir / "jisr", "serve", "--config", self.config],
                      self.folder, environment)
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

    # ---- what a person does with the outbox ----

    def _jisr_outbox(self, *words) -> subprocess.CompletedProcess:
        return subprocess.run([self.build_dir / "jisr", "outbox", "--config", self.config, *words],
                              env={**os.environ, **self.chaos_environment()}, capture_output=True,
                              text=True, check=False, timeout=60)

    def backlog(self) -> dict:
        """What waits (`due`), what was set aside (`dead`); -1 when the store does not say."""
        try:
            ran = self._jisr_outbox("list", "--json")
        except subprocess.TimeoutExpired:
            return {"due": -1, "dead": -1}
        return json.loads(ran.stdout) if ran.returncode == 0 else {"due": -1, "dead": -1}

    def retry_set_aside(self) -> int:
        """Sends again what a lying registry made the gateway set aside, once each; how many."""
        seen = set()
        while True:  # the list shows some at a time
            new = [entry["id"] for entry in self.backlog().get("entries", [])
                   if entry.get("state") != "due" and entry["id"] not in seen]
            if not new:
                return len(seen)
            for one in new:
                self._jisr_outbox("retry", one)
            seen.update(new)
