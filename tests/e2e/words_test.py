"""What people read: which texts a native speaker has read, docs/texts.md, lengths, and how much of
a page each screen takes."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JISR = Path(os.environ.get("JISR_BUILD_DIR", ROOT / "build/dev")) / "jisr"


def run(*words):
    return subprocess.run([JISR, *map(str, words)], capture_output=True, text=True, timeout=60,
                          check=False, cwd=ROOT)


class ReviewTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        shutil.copytree(ROOT / "config", self.folder / "config")
        self.dialog = self.folder / "config/dialogs/jisr.yaml"

    def status(self):
        ran = run("texts", "status", self.dialog, "--json")
        self.assertIn(ran.returncode, (0, 1), ran.stderr)
        told = json.loads(ran.stdout)
        self.assertEqual(told["reviewed"], ran.returncode == 0)
        return told["dialogs"][0]["languages"]

    def test_a_review_holds_until_the_words_change(self):
        before = self.dialog.read_text(encoding="utf-8")
        ran = run("texts", "reviewed", self.dialog, "--language", "ar", "--by", "Amina: Guelmim",
                  "--on", "2026-11-29", "consent", "phrases.back")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        status = self.status()
        self.assertEqual(status["ar"]["read"], 5)  # the text, three choices, a phrase
        self.assertEqual(status["fr"]["read"], 0)
        self.assertNotIn("consent.text", status["ar"]["texts"])
        after = self.dialog.read_text(encoding="utf-8")
        self.assertIn('    - by: "Amina: Guelmim"\n      on: "2026-11-29"\n', after)
        self.assertEqual(after.split("\nscreens:")[1], before.split("\nscreens:")[1])
        self.assertEqual(run("check", self.dialog).returncode, 0)
        self.dialog.write_text(after.replace("{ar: رجوع,", "{ar: عودة,"), encoding="utf-8")
        self.assertEqual(self.status()["ar"]["texts"]["phrases.back"], "changed")
        self.assertEqual(self.status()["ar"]["read"], 4)

    def test_all_read_is_exit_code_0(self):
        self.assertEqual(run("texts", "status", self.dialog).returncode, 1)
        for language in ("ar", "fr"):
            ran = run("texts", "reviewed", self.dialog, "--language", language, "--by", "Zahra")
            self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(run("texts", "status", self.dialog).returncode, 0)
        told = self.status()
        self.assertEqual((told["fr"]["unread"], told["zgh"]["offered"]), (0, False))

    def test_what_is_not_there_is_refused(self):
        before = self.dialog.read_bytes()
        wrong = (("--language", "xx", "--by", "A"), ("--language", "ar", "--by", "A", "consnt"))
        for words in wrong:
            self.assertEqual(run("texts", "reviewed", self.dialog, *words).returncode, 2)
        ran = run("texts", "reviewed", self.dialog, "--language", "ar", "--by", "A", "--on",
                  "yesterday")
        self.assertEqual(ran.returncode, 1)
        self.assertEqual(self.dialog.read_bytes(), before)
        self.assertEqual(run("texts", "status", "/nowhere.yaml").returncode, 3)


class ShippedTest(unittest.TestCase):
    def test_no_native_speaker_has_read_what_is_shipped(self):
        ran = run("texts", "status", "config/gateway.yaml", "--json")
        self.assertEqual(ran.returncode, 1)
        dialogs = json.loads(ran.stdout)["dialogs"]
        self.assertGreaterEqual(len(dialogs), 3)
        for dialog in dialogs:
            for code, language in dialog["languages"].items():
                self.assertEqual(language["read"], 0, f"{dialog['file']} {code}: say so in the "
                                 "README and here, if somebody has")
                self.assertEqual(language["unread"], len(language["texts"]))

    def test_the_table_for_reviewers_is_up_to_date(self):
        ran = run("texts", "table", "config/gateway.yaml")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(ran.stdout, (ROOT / "docs/texts.md").read_text(encoding="utf-8"),
                         "run: build/release/jisr texts table config/gateway.yaml > docs/texts.md")
        self.assertIn('<div dir="rtl" lang="ar">', ran.stdout)

    def test_every_screen_but_lists_takes_one_page(self):
        ran = run("check", "--pages", "config/dialogs/jisr.yaml")
        self.assertEqual(ran.returncode, 0, ran.stdout)
        self.assertRegex(ran.stdout, r"(?m)^consent +ar +ucs2 +\d+ of 70 +1 +1$")
        self.assertRegex(ran.stdout, r"(?m)^consent +fr +gsm7 +\d+ of 160 +1 +1$")
        self.assertRegex(ran.stdout, r"(?m)^province +ar .* list$")
        rows = run("check", "--pages", "--json", "config/gateway.yaml").stdout.splitlines()
        self.assertTrue(all(json.loads(row)["units"] <= json.loads(row)["limit"] for row in rows))

    def test_a_screen_that_grew_too_long_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "config", Path(folder) / "config")
            dialog = Path(folder) / "config/dialogs/jisr.yaml"
            text = dialog.read_text(encoding="utf-8")
            dialog.write_text(text.replace('fr: "Votre projet:"', f'fr: "Votre {"projet " * 20}"'),
                              encoding="utf-8")
            ran = run("check", "--pages", dialog)
        self.assertEqual(ran.returncode, 1)
        self.assertRegex(ran.stdout, r"(?m)^project_kind +fr .* too long$")

    def test_words_are_counted(self):
        ran = run("texts", "words", "config/dialogs/jisr.yaml")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertRegex(ran.stdout, r"(?m)^consent +ar +\d+ ")
        self.assertIn("LIX", ran.stdout)


if __name__ == "__main__":
    unittest.main()
