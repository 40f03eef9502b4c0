"""The short form of tools/chaos: fewer women and less time, but every kind of store; and mistakes
built in on purpose, which its check must find. The long form is run by hand (docs/operations.md).
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from chaos_stage import wrong_clock  # noqa: E402

# An absolute timer that is due already, as Boost.Asio arms them.
_DUE_ALREADY = """
import ctypes, select
libc, monotonic, absolute = ctypes.CDLL(None), 1, 1
timer = libc.timerfd_create(monotonic, 0)
libc.timerfd_settime(timer, absolute, (ctypes.c_long * 4)(0, 0, 0, 1), None)
print("goes off" if select.select([timer], [], [], 5)[0] else "never")
"""


class ChaosTest(unittest.TestCase):
    def run_chaos(self, *words):
        """The exit code and what it printed."""
        ran = subprocess.run(
            [sys.executable, "-B", ROOT / "tools/chaos_driver.py", "--json", *map(str, words)],
            capture_output=True, text=True, check=False, timeout=400)
        self.assertIn(ran.returncode, (0, 1), ran.stderr)
        return ran.returncode, json.loads(ran.stdout), ran.stderr[-2000:]

    def assert_nothing_lost(self, topology: str, seed: int):
        code, result, log = self.run_chaos("--topology", topology, "--women", 150, "--at-once", 50,
                                           "--seconds", 12, "--round", 30, "--seed", seed)
        self.assertEqual(code, 0, f"{result}\n{log}")
        self.assertEqual(result["told"], result["women"])
        self.assertGreater(result["told"], 40, "too few to say anything")
        self.assertGreater(sum(result["faults"].values()), 2, "nothing was broken")

    def test_one_redis(self):
        self.assert_nothing_lost("standalone", 11)

    def test_sentinels(self):
        self.assert_nothing_lost("sentinel", 12)

    def test_a_cluster(self):
        self.assert_nothing_lost("cluster", 13)

    def test_a_wrong_clock_stops_no_timers(self):
        """Else a gateway with one does not end: tests/support/clock/true_timers.cpp."""
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        (folder / "clock").write_text("-3h\n")
        environment = wrong_clock(Path(os.environ["JISR_BUILD_DIR"]), folder / "clock")
        ran = subprocess.run([sys.executable, "-c", _DUE_ALREADY], capture_output=True, text=True,
                             env={**os.environ, **environment}, check=False, timeout=60)
        self.assertEqual(ran.stdout, "goes off\n", ran.stderr)

    def test_a_gateway_that_believes_everything_is_found(self):
        code, result, log = self.run_chaos(
            "--plant", "believes_everything", "--only", "registry_says_not_json", "--women", 60,
            "--at-once", 60, "--seconds", 8, "--round", 1)
        self.assertEqual(code, 1, log)
        self.assertGreater(result["lost"], 0, result)

    def test_a_gateway_that_does_not_is_not(self):
        code, result, log = self.run_chaos("--only", "registry_says_not_json", "--women", 60,
                                           "--at-once", 60, "--seconds", 8, "--round", 1)
        self.assertEqual(code, 0, f"{result}\n{log}")


if __name__ == "__main__":
    unittest.main()
