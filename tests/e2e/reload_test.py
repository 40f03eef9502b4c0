"""The short form of tools/reload-under-load: a dialog is changed under calls in progress."""
import json
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class ReloadTest(unittest.TestCase):
    def test_nobody_is_lost_or_meets_the_other_dialog(self):
        ran = subprocess.run(
            [sys.executable, "-B", ROOT / "tools/reload_driver.py", "--json", "--sessions", "400",
             "--new", "60"], capture_output=True, text=True, check=False, timeout=110)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr[-1000:])
        result = json.loads(ran.stdout)
        self.assertEqual((result["lost"], result["confused"]), (0, 0))


if __name__ == "__main__":
    unittest.main()
