"""A gateway with a channel for every shipped provider, and strangers who send it broken and hostile
forms of each one's recorded requests over real sockets: never a 5xx or a crash, memory stays where
it was, and each refusal is one line in the log with status and reason and nothing of what was sent.

    hostile_test.py [--count REQUESTS_EACH] [--seed N]
"""
import argparse
import json
import os
import re
import socket
import subprocess
import sys
import unittest
from pathlib import Path

# AddressSanitizer holds back what was freed: while that fills it would be taken for growth.
os.environ["ASAN_OPTIONS"] = ":".join(filter(None, [
    os.environ.get("ASAN_OPTIONS"), "quarantine_size_mb=1", "thread_local_quarantine_size_kb=64",
    "malloc_context_size=0"]))

from hostile_requests import CANARY, hostile, recorded  # noqa: E402
from scene import Stage, wait_until  # noqa: E402
from stage import ROOT  # noqa: E402

COUNT, SEED = 36, 1
GROWTH_MB_MAX = 12
_REFUSALS = ("callback_refused", "receipt_refused", "http_request_refused")
_GATEWAY = """\
listen:
  callbacks: {address: 127.0.0.1, port: "${JISR_PORT}"}
  admin: {address: 127.0.0.1, port: "${JISR_ADMIN_PORT}"}
redis: {port: "${JISR_REDIS_PORT}"}
threads: 1
limits: {header: 2s, body: 2s}
keys: {sealing_file: "${JISR_SEALING_KEY_FILE}", pseudonym_file: "${JISR_PSEUDONYM_KEY_FILE}"}
"""
_DIALOG = {"file": f"{ROOT}/config/dialogs/jisr.yaml",
           "settings": {"national_id": True, "disability": True, "commune": True, "age_min": 18,
                        "region": "10"}}


class HostileTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stage = Stage()
        cls.addClassCleanup(cls.stage.stop)
        tool = cls.stage.build_dir / "tests/wire-rows"
        printed = subprocess.run([tool], capture_output=True, check=True, timeout=60).stdout
        cls.providers = [json.loads(line) for line in printed.splitlines()]
        cls.stage.config = cls.stage.folder / "gateway.yaml"
        channels = [cls.write_channel(provider) for provider in cls.providers]
        cls.stage.config.write_text(
            _GATEWAY + f"providers: {ROOT}/config/providers\n"
            f"dialogs: {json.dumps({'jisr': _DIALOG})}\nchannels: {json.dumps(channels)}\n")
        cls.stage.start()

    @classmethod
    def write_channel(cls, provider: dict) -> str:
        name = provider["provider"]
        # Nobody listens at port 9: what would leave is refused, and tried again later.
        settings = {**{key: value for key, value in provider["secrets"].items() if value},
                    "inbound_addresses": "127.0.0.0/8", "url": "http://127.0.0.1:9/"}
        code = "*555#" if provider["ussd"] else "5550"
        lines = [f"channel: {name}", f"provider: {name}", "dialog: jisr", f'codes: ["{code}"]',
                 f"kind: {'ussd' if provider['ussd'] else 'sms'}",
                 f"settings: {json.dumps(settings)}"]
        if not provider["ussd"]:
            lines += [f"sms_channel: {name}", "keywords: [JISR]"]
        (cls.stage.folder / f"{name}.yaml").write_text("\n".join(lines) + "\n")
        return f"{name}.yaml"

    def exchange(self, sent: bytes) -> list:
        """The statuses of all answers on a connection of its own."""
        answer = b""
        with socket.create_connection(("127.0.0.1", self.stage.callbacks_port), 10) as stranger:
            try:
                stranger.sendall(sent)
                stranger.shutdown(socket.SHUT_WR)
                while piece := stranger.recv(65536):
                    answer += piece
            except (ConnectionResetError, BrokenPipeError):
                pass  # it had its answer, and we went on talking
        return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) [A-Z]", answer)]

    def resident_mb(self) -> float:
        status = Path(f"/proc/{self.stage.gateway.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def send_all(self, count: int, seed: str) -> list:
        """The statuses of everything that strangers got for their trouble."""
        seen = []
        for provider in self.providers:
            requests = recorded(provider, provider["provider"])
            for name, request in hostile(requests, count, f"{provider['provider']} {seed}"):
                statuses = self.exchange(request.bytes())
                told = f"{provider['provider']} {seed} {name}: {request.bytes()[:300]!r}"
                for status in statuses:
                    if status != 505:  # another version of HTTP
                        self.assertLess(status, 500, told)
                self.assertTrue(self.stage.gateway.is_running, told)
                seen += statuses
        return seen

    def refusal_lines(self) -> list:
        log = self.stage.gateway.log.read_text(encoding="utf-8", errors="replace")
        return [line for line in log.splitlines() if any(f'"{word}"' in line for word in _REFUSALS)]

    def shown_lines(self) -> list:
        """Of refusals that the caller could see: some operators want a 200 around them."""
        quiet = [f'"channel":"{provider["provider"]}"' for provider in self.providers
                 if provider["refuses_with"] == 200]
        return [line for line in self.refusal_lines() if not any(word in line for word in quiet)]

    def test_what_was_recorded_is_taken(self):
        """Else all that follows would be turned away at the door."""
        taken = set()
        for provider in self.providers:
            for request in recorded(provider, provider["provider"]):
                if 200 in self.exchange(request.bytes()):
                    taken.add(provider["provider"])
        self.assertGreaterEqual(len(taken), len(self.providers) - 2,
                                {each["provider"] for each in self.providers} - taken)

    def test_strangers(self):
        self.send_all(COUNT, f"{SEED} warm")
        before_mb, lines = self.resident_mb(), len(self.shown_lines())
        statuses = self.send_all(COUNT, f"{SEED} measured")
        growth_mb = self.resident_mb() - before_mb
        refused = [status for status in statuses if status >= 400]
        self.assertGreater(len(refused), len(statuses) // 2)
        wait_until(lambda: len(self.shown_lines()) - lines >= len(refused), 10)
        # A message of several in one request is refused with a line, and the others may be taken.
        self.assertGreaterEqual(len(self.shown_lines()) - lines, len(refused), "one line each")
        self.assertLess(len(self.shown_lines()) - lines, 1.02 * len(refused))
        self.assertLess(growth_mb, GROWTH_MB_MAX)
        self.assertEqual(self.stage.admin("/readyz").status, 200)
        print(f"{len(statuses)} answers, {len(refused)} of them refusals, {growth_mb:+.1f} MB",
              file=sys.stderr)

    def test_lines_help_and_hold_nothing_of_it(self):
        self.send_all(max(COUNT // 4, 20), f"{SEED} lines")
        numbers = set()
        for provider in self.providers:
            for request in recorded(provider, ""):
                text = request.query + request.body.decode("latin1")
                numbers |= set(re.findall(r"\d{9,}", text))
        self.assertTrue(wait_until(lambda: len(self.refusal_lines()) > 100, 10))
        for line in self.refusal_lines():
            fields = json.loads(line)
            self.assertTrue(400 <= fields["status"] < 600, line)
            self.assertGreater(len(fields["reason"]), 5, line)
            self.assertNotIn(CANARY, line)
            for number in re.findall(r"\d{9,}", json.dumps({**fields, "ts": ""})):
                self.assertNotIn(number, numbers, line)
        named = {json.loads(line).get("channel") for line in self.refusal_lines()}
        self.assertGreaterEqual(len(named), len(self.providers), "each channel is named")

    def tearDown(self):
        errors = (line for line in self.stage.gateway.log.read_text(errors="replace").splitlines()
                  if "http_handler_failed" in line or "Sanitizer" in line)
        self.assertEqual(list(errors), [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    options, rest = parser.parse_known_args()
    COUNT, SEED = options.count, options.seed
    unittest.main(argv=[sys.argv[0], *rest])
