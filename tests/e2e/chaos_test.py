"""The short form of tools/chaos: fewer women and less time, but every kind of store. The long form
is run by hand (docs/operations.md).
"""
import json
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class ChaosTest(unittest.TestCase):
    def assert_nothing_lost(self, topology: str, seed: int):
        ran = subprocess.run(
            [sys.executable, "-B", ROOT / "tools/chaos_driver.py", "--json", "--topology", topology,
             "--women", "150", "--at-once", "50", "--think", "0.1", "--seconds", "10",
             "--seed", str(seed)], capture_output=True, text=True, check=False, timeout=280)
        self.assertIn(ran.returncode, (0, 1), ran.stderr)
        result = json.loads(ran.stdout)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr[-2000:])
        self.assertEqual(result["told"], 150)
        self.assertGreater(sum(result["faults"].values()), 2, "nothing was broken")

    def test_one_redis(self):
        self.assert_nothing_lost("standalone", 11)

    def test_sentinels(self):
        self.assert_nothing_lost("sentinel", 12)

    def test_a_cluster(self):
        self.assert_nothing_lost("cluster", 13)


if __name__ == "__main__":
    unittest.main()
