"""Texts to translators and back on the command line, with gettext's own msgfmt as the judge."""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JISR = Path(os.environ.get("JISR_BUILD_DIR", ROOT / "build/dev")) / "jisr"


def run(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          timeout=60, check=False)


class TextsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        shutil.copytree(ROOT / "config", self.folder / "config")
        self.dialog = self.folder / "config/dialogs/jisr.yaml"
        self.before = self.dialog.read_bytes()

    def export(self, name, *options):
        file = self.folder / name
        ran = run(JISR, "texts", "export", *options, self.dialog, "-o", file)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return file

    def test_export_msgfmt_import_is_an_identity(self):
        for language in ("ar", "fr", "zgh"):
            file = self.export(f"{language}.po", "--language", language)
            judged = run("msgfmt", "--check", "-o", self.folder / "out.mo", file)
            self.assertEqual((judged.returncode, judged.stderr), (0, ""))
            ran = run(JISR, "texts", "import", file, self.dialog)
            self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
            self.assertEqual(self.dialog.read_bytes(), self.before)
        ran = run(JISR, "texts", "import", self.export("all.csv"), self.dialog)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertEqual(self.dialog.read_bytes(), self.before)

    def test_what_gettext_writes_is_read(self):
        file = self.export("fr.po", "--language", "fr")
        changed = file.read_text(encoding="utf-8").replace('msgstr "Retour"', 'msgstr "Revenir"')
        file.write_text(changed, encoding="utf-8")
        merged = self.folder / "merged.po"  # wrapped and ordered as gettext likes it
        done = run("msgmerge", "--width=40", "-o", merged, file, file)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotEqual(merged.read_text(encoding="utf-8"), changed)
        dry = run(JISR, "texts", "import", "--dry-run", merged, self.dialog)
        self.assertEqual(dry.returncode, 0, dry.stdout)
        self.assertIn("1 changed", dry.stdout)
        self.assertEqual(self.dialog.read_bytes(), self.before)
        ran = run(JISR, "texts", "import", merged, self.dialog)
        self.assertEqual(ran.returncode, 0, ran.stdout)
        self.assertEqual(self.dialog.read_bytes(),
                         self.before.replace(b"fr: Retour", b"fr: Revenir"))
        self.assertEqual(run(JISR, "check", self.dialog).returncode, 0)

    def test_a_refused_file_changes_nothing(self):
        file = self.export("fr.po", "--language", "fr")
        text = file.read_text(encoding="utf-8")
        wrong = [text.replace("Language: fr", "Language: zgh"),  # its words are French
                 text.replace("Language: fr", "Language: es"),
                 text.replace('msgstr "Dossier No {reference}. Merci."', 'msgstr "Merci."'),
                 text.replace('msgstr "Retour"', f'msgstr "{"Retour " * 30}"'),
                 text.replace('msgctxt "phrases.back"', 'msgctxt "phrases.bak"'), "nothing"]
        for number, words in enumerate(wrong):
            file.write_text(words, encoding="utf-8")
            ran = run(JISR, "texts", "import", "--language", "fr", file, self.dialog)
            self.assertEqual(ran.returncode, 1, f"{number}: {ran.stdout}")
            self.assertIn("nothing was written", ran.stdout)
            self.assertEqual(self.dialog.read_bytes(), self.before)

    def test_wrong_use(self):
        self.assertEqual(run(JISR, "texts").returncode, 2)
        self.assertEqual(run(JISR, "texts", "export", self.dialog).returncode, 2)
        ran = run(JISR, "texts", "export", "--language", "xx", self.dialog)
        self.assertEqual(ran.returncode, 3)
        self.assertEqual(run(JISR, "texts", "export", "/nowhere.yaml").returncode, 3)


if __name__ == "__main__":
    unittest.main()
