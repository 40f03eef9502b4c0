"""The world around a gateway, on this machine and for one owner: a private Redis, an HTTPS
registry, an SMS provider and the gateway itself. The demo plays on it, the end-to-end tests break
it:

    with Stage() as stage:
        stage.start()
        reply = stage.callback("demo-ussd", {...})
        stage.kill_gateway(); stage.start_gateway()

Everything is in a temporary folder, listens on 127.0.0.1 and is stopped by its own pid at the end.
"""
import json
import os
import random
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from child import Child, StageError
from redis_child import Redis
from sms_receiver import SmsReceiver

ROOT = Path(__file__).resolve().parents[1]
_SERVER_PORTS = range(12000, 32000)
# What a sanitizer found. It need not end the process, whose exit code may be a signal's anyway.
_FOUND = re.compile(rb"[A-Z][A-Za-z]+Sanitizer: |: runtime error: ")


# ==== What the gateway on the stage needs to know ===============================================
# config/gateway.yaml names these variables as ${NAME}; whatever differs between a deployment and
# the stage is here and nowhere else.
def gateway_environment(stage) -> dict:
    """The environment of `jisr serve` on this stage."""
    for name in ("sealing", "pseudonym"):
        path = stage.folder / f"{name}.key"
        if not path.exists():
            path.write_text(secrets.token_hex(32) + "\n")
    sms_key = stage.folder / "sms.key"
    sms_key.write_text("demo\n")
    return {
        "JISR_PORT": str(stage.callbacks_port or 0),
        "JISR_ADMIN_PORT": "0",
        "JISR_REDIS_PORT": str(stage.redis_port),
        "JISR_SEALING_KEY_FILE": str(stage.folder / "sealing.key"),
        "JISR_PSEUDONYM_KEY_FILE": str(stage.folder / "pseudonym.key"),
        "JISR_REGISTRY_URL": stage.registry_url,
        "JISR_REGISTRY_CA": str(stage.registry_ca),
        "JISR_SMS_URL": stage.sms.url + "/version1/messaging",
        "JISR_SMS_KEY_FILE": str(sms_key),
        "JISR_KANNEL_PASSWORD_FILE": str(sms_key),
        "JISR_JSON_TOKEN_FILE": str(sms_key),
        **stage.environment,
    }
# ================================================================================================


def binaries() -> Path:
    """Where the programs are: in the build of the running ctest, else in build/release."""
    return Path(os.environ.get("JISR_BUILD_DIR") or ROOT / "build/release")


@dataclass(frozen=True)
class Answer:
    """What an HTTP server said. Header names are in lower case."""
    status: int
    headers: dict
    body: str

    def json(self):
        return json.loads(self.body)


class Stage:
    """`build_dir` holds the binaries: those of binaries() if you say nothing."""

    def __init__(self, build_dir=None, config=None, on_sms=None):
        self.build_dir = Path(build_dir or binaries())
        self.config = Path(config or ROOT / "config/gateway.yaml")
        self.folder = Path(tempfile.mkdtemp(prefix="jisr-stage-"))
        self.sms = SmsReceiver(on_sms)
        self.redis = self.simulator = self.gateway = None
        self.redis_port = self.registry_port = self.callbacks_port = self.admin_port = None
        self.environment = {}  # what this stage's gateway has otherwise
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    # ---- starting and stopping ----

    def start(self):
        """Starts all and returns when the gateway is ready. StageError says what was in the way."""
        self.start_redis()
        self.start_simulator()
        self.start_gateway()

    def start_redis(self, *options: str):
        """A second start takes the port and the files of the first, as a Redis that comes back."""
        self.redis_port = self.redis_port or free_port()
        self.redis = Redis(self.folder, self.redis_port, *options)
        self._wait_ready(self.redis, self.redis.is_ready)

    def start_simulator(self, *options: str):
        """The registry keeps its port over a restart, so that the gateway finds it again."""
        folder = self.folder / "registry"
        folder.mkdir(exist_ok=True)
        self.registry_port = self.registry_port or free_port()
        self.simulator = Child("registry-simulator", [
            self.build_dir / "registry-simulator", "--port", self.registry_port,
            "--dir", folder, *options], self.folder)
        self.registry_port = self.simulator.announced("port", 15)

    def start_gateway(self, limit_s: float = 20.0, wrapper=()):
        """Returns when /readyz says 200. One that comes back has its port of before. `wrapper` is
        a command that runs another one and becomes it."""
        self.gateway = Child("gateway", [*wrapper, self.build_dir / "jisr", "serve", "--config",
                                         self.config], self.folder, gateway_environment(self))
        listening = self.gateway.announced("listening", limit_s)
        self.callbacks_port, self.admin_port = listening["callbacks"], listening["admin"]
        self._wait_ready(self.gateway, lambda: self.admin("/readyz").status == 200, limit_s)

    def restart_gateway(self):
        """Asks the gateway to end, as a deployment does, and starts it again."""
        self.gateway.stop()
        self.start_gateway()

    def kill_gateway(self):
        """kill -9; start_gateway() brings it back."""
        self.gateway.kill()

    def stop(self):
        """Stops what runs, the gateway first, and removes the folder. May be called twice.
        StageError: a sanitizer found something in one of all that ran here."""
        for child in (self.gateway, self.simulator, self.redis):
            if child:
                child.stop()
        self.gateway = self.simulator = self.redis = None
        if self.sms:
            self.sms.stop()
            self.sms = None
        found = [words for log in sorted(self.folder.glob("*.log")) if (words := _findings(log))]
        shutil.rmtree(self.folder, ignore_errors=True)
        if found:
            raise StageError("\n".join(found))

    def _wait_ready(self, child: Child, is_ready, limit_s: float = 15.0):
        def ready_or_gone():
            if not child.is_running:
                raise child.failure("ended before it was ready")
            return is_ready()

        if not wait_until(ready_or_gone, limit_s):
            raise child.failure(f"was not ready within {limit_s:g} s")

    # ---- talking to it ----

    @property
    def callbacks_url(self) -> str:
        return f"http://127.0.0.1:{self.callbacks_port}"

    @property
    def admin_url(self) -> str:
        return f"http://127.0.0.1:{self.admin_port}"

    @property
    def registry_url(self) -> str:
        return f"https://127.0.0.1:{self.registry_port}"

    @property
    def registry_ca(self) -> Path:
        return self.folder / "registry/ca.pem"

    def callback(self, channel: str, form: dict, limit_s: float = 10.0) -> Answer:
        """Posts an operator's form to a channel."""
        return self.request(f"{self.callbacks_url}/callbacks/{channel}",
                            urllib.parse.urlencode(form).encode(), limit_s=limit_s)

    def admin(self, path: str) -> Answer:
        return self.request(self.admin_url + path)

    def registry(self, path: str, document=None) -> Answer:
        """GETs from the registry, or POSTs a JSON document to it, over TLS with its own CA."""
        body = None if document is None else json.dumps(document).encode()
        return self.request(self.registry_url + path, body, {"Content-Type": "application/json"})

    def records(self) -> list:
        """The registrations that the registry has accepted, oldest first."""
        return self.registry("/records").json()

    def request(self, url: str, body=None, headers=None, limit_s: float = 10.0) -> Answer:
        """One request on a connection of its own, whatever its status. OSError: no answer."""
        request = urllib.request.Request(url, body, headers or {})
        opener = self._opener
        if url.startswith("https:"):
            context = ssl.create_default_context(cafile=str(self.registry_ca))
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}),
                                                 urllib.request.HTTPSHandler(context=context))
        try:
            with opener.open(request, timeout=limit_s) as reply:
                return _answer(reply.status, reply)
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error.code, error)


def sanitizers_of(build_dir: Path) -> set:
    """"asan", "tsan": what the programs there are built with."""
    said = subprocess.run(["ldd", build_dir / "jisr"], capture_output=True, text=True, check=False)
    return {name for name in ("asan", "tsan") if f"lib{name}" in said.stdout}


def _findings(log: Path) -> str:
    """What sanitizers wrote to a log, from the first finding on; empty when there is none."""
    said = log.read_bytes()
    first = _FOUND.search(said)
    return f"{log.name}: {said[first.start():][:8000].decode('utf-8', 'replace')}" if first else ""


def _answer(status: int, reply) -> Answer:
    return Answer(status, {name.lower(): value for name, value in reply.headers.items()},
                  reply.read().decode("utf-8", "replace"))


def free_port() -> int:
    """A port that nobody listens on now. It lies below those that the system gives to connections
    that go out, so that it stays free while a server that will come back to it is away: a client
    that looks for that server could be given the port, and even reach itself on it.
    """
    for port in random.sample(_SERVER_PORTS, 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise StageError("no free port")


def wait_until(is_so, limit_s: float) -> bool:
    """Asks until the answer is true, or the limit has passed. No connection means not yet."""
    deadline = time.monotonic() + limit_s
    while True:
        try:
            if is_so():
                return True
        except OSError:
            pass
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)
