"""The short form of tools/reload-under-load: a dialog is changed under calls in progress, and the
gateway may be killed, or Redis lose the old version, at the same time.
"""
import json
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class ReloadTest(unittest.TestCase):
    def play(self, then: str, sessions: int, ending: str) -> dict:
        ran = subprocess.run(
            [sys.executable, "-B", ROOT / "tools/reload_driver.py", "--json", "--then", then,
             "--sessions", str(sessions), "--new", "30"],
            capture_output=True, text=True, check=False, timeout=110)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr[-1000:])
        result = json.loads(ran.stdout)
        self.assertEqual((result["lost"], result["confused"]), (0, 0))
        self.assertEqual(result[ending], sessions)
        return result

    def test_nobody_is_lost_or_meets_the_other_dialog(self):
        self.play("reload", 400, "finished_on_old")

    def test_a_killed_gateway_finds_the_old_dialog_in_redis(self):
        self.assertEqual(self.play("restart", 300, "finished_on_old")["moved"], 0)

    def test_who_loses_her_dialog_goes_on_in_the_new_one(self):
        self.assertEqual(self.play("move", 200, "finished_moved")["moved"], 200)

    def test_who_loses_even_the_names_begins_anew(self):
        self.play("lose", 60, "finished_anew")


if __name__ == "__main__":
    unittest.main()
