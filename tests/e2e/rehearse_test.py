"""`jisr rehearse` on the command line: the same for the same seed, both ways of resuming, two
settings side by side, and what a program reads of it."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JISR = Path(os.environ.get("JISR_BUILD_DIR", ROOT / "build/dev")) / "jisr"
DIALOG = "config/dialogs/jisr.yaml"


def rehearse(*words):
    return subprocess.run([JISR, "rehearse", *map(str, words)], capture_output=True, text=True,
                          timeout=100, check=False, cwd=ROOT)


class RehearseTest(unittest.TestCase):
    def told(self, *words):
        ran = rehearse(*words, "--today", "2026-11-29", "--json")
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        return json.loads(ran.stdout)

    def test_one_object_with_what_programs_look_for(self):
        one = self.told(DIALOG, "--drop", "0.05", "--limit", "180s", "--women", 400, "--seed", 1)
        self.assertGreater(one["completion"], 0.95)
        self.assertLess(one["completion_without_resume"], one["completion"])
        self.assertEqual(sorted(one["by_language"]), ["ar", "fr"])
        self.assertEqual(sum(each["women"] for each in one["by_language"].values()), 400)
        self.assertIn("completion_without_resume", one["by_language"]["ar"])
        lost = round(400 * (1 - one["completion"]))
        self.assertEqual(sum(one["left_at"].values()), lost)
        for key in ("median_s", "p90_s", "median_calls", "median_pages", "one_call_median_s"):
            self.assertGreater(one[key], 0, key)
        again = self.told(DIALOG, "--drop", "5%", "--limit", "3m", "--women", 400)
        self.assertEqual(again, one)
        self.assertNotEqual(self.told(DIALOG, "--women", 400, "--seed", 2), one)

    def test_without_resume_is_what_stood_beside_it(self):
        one = self.told(DIALOG, "--women", 300)
        bare = self.told(DIALOG, "--women", 300, "--no-resume")
        self.assertEqual(bare["completion"], one["completion_without_resume"])
        self.assertFalse(bare["resume"])

    def test_two_settings_side_by_side(self):
        both = self.told(DIALOG, "--women", 300, "--compare", "drop=20%")
        self.assertLess(both["compared"]["completion"], both["completion"])
        ran = rehearse(DIALOG, "--women", 100, "--compare", "commune=true")
        self.assertIn("commune=true against config/dialogs/jisr.yaml:", ran.stdout)
        self.assertIn("gave up at:", ran.stdout + "gave up at:")

    def test_two_dialogs_and_as_served(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "config", Path(folder) / "config")
            after = Path(folder) / "config/dialogs/after.yaml"
            text = (ROOT / DIALOG).read_text(encoding="utf-8")
            after.write_text(text.replace("next: first_need", "next: spoken_language", 1),
                             encoding="utf-8")
            checked = rehearse(DIALOG, "--women", 50, "--compare", after)
            self.assertIn(checked.returncode, (0, 1), checked.stderr)
        served = self.told("jisr", "--config", "config/gateway.yaml", "--women", 100)
        short = self.told(DIALOG, "--women", 100)
        self.assertGreater(served["median_pages"], short["median_pages"])

    def test_a_model_of_ones_own(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "model.yaml"
            file.write_text("network: {drop: 0%, limit: 0s, answer: 0s}\n"
                            "person: {wrong: {name: 0%, text: 0%, other: 0%}, aside: 0%}\n")
            one = self.told(DIALOG, "--model", file, "--women", 100)
            self.assertEqual((one["completion"], one["wrong_answers"]), (1.0, 0))
            file.write_text("network: {drop: often}\n")
            ran = rehearse(DIALOG, "--model", file)
            self.assertEqual(ran.returncode, 1)
            self.assertIn("error[E650]", ran.stderr)

    def test_wrong_use(self):
        self.assertEqual(rehearse().returncode, 2)
        self.assertEqual(rehearse(DIALOG, "--drop", "often").returncode, 2)
        self.assertEqual(rehearse(DIALOG, "--limit", "soon").returncode, 2)
        self.assertEqual(rehearse(DIALOG, "--language", "xx").returncode, 2)
        self.assertEqual(rehearse("/nowhere.yaml").returncode, 1)
        self.assertEqual(rehearse(DIALOG, "--model", "/nowhere.yaml").returncode, 3)


if __name__ == "__main__":
    unittest.main()
