"""Drawings of dialogs, where women left them, and what a change of one is for those who dial."""
import json
import os
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from scene import CODE, FRENCH, Scene, wait_until
from stage import ROOT, binaries, gateway_environment

JISR = binaries() / "jisr"
DIALOG = "config/dialogs/jisr.yaml"
FUNNEL_S = 20.0  # the lanes write every five seconds


def run(*words, given="", env=None):
    return subprocess.run([JISR, *(str(word) for word in words)], capture_output=True, text=True,
                          timeout=60, check=False, cwd=ROOT, input=given,
                          env={**os.environ, **(env or {})})


def texts_of(svg: str) -> str:
    """What stands in a drawing; not well-formed XML fails."""
    return " ".join(ElementTree.fromstring(svg).itertext())


def screens_of(dialog: Path) -> set:
    """The names of the screens that stand in the dialog itself."""
    screens = dialog.read_text(encoding="utf-8").split("\nscreens:\n")[1]
    return set(re.findall(r"^  (\w+):", screens, re.M))


class DrawingTest(unittest.TestCase):
    def test_graphviz_takes_every_shipped_dialog(self):
        dialogs = sorted((ROOT / "config/dialogs").rglob("*.yaml"))
        self.assertGreaterEqual(len(dialogs), 5)
        for dialog in dialogs:
            for language in ("fr", "ar"):
                ran = run("graph", "--format", "svg", "--language", language, dialog)
                self.assertEqual((ran.returncode, ran.stderr), (0, ""), dialog)
                drawn = texts_of(ran.stdout)
                for screen in screens_of(dialog):
                    self.assertIn(screen, drawn, dialog)
        self.assertIn("الاسم العائلي", texts_of(run("graph", DIALOG, "--language", "ar",
                                                    "--format", "svg").stdout))

    def test_the_form_follows_the_name_of_the_file(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, begins in (("a.svg", "<?xml"), ("a.mmd", "---\ntitle"), ("a.dot", "digraph")):
                ran = run("graph", DIALOG, "-o", Path(folder, name))
                self.assertEqual((ran.returncode, ran.stdout), (0, ""), ran.stderr)
                self.assertTrue(Path(folder, name).read_text().startswith(begins), name)

    def test_without_graphviz_it_says_what_to_do(self):
        ran = run("graph", DIALOG, "--format", "svg", env={"PATH": "/nowhere"})
        self.assertEqual(ran.returncode, 3)
        self.assertIn("apt-get install graphviz", ran.stderr)
        self.assertEqual(run("graph", DIALOG, env={"PATH": "/nowhere"}).returncode, 0)

    def test_mistakes_are_drawn(self):
        good = (ROOT / DIALOG).read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            dialog = Path(folder, "config/dialogs/jisr.yaml")
            dialog.parent.mkdir(parents=True)
            for name in ("data", "countries"):
                Path(folder, "config", name).symlink_to(ROOT / "config" / name)
            dialog.write_text(good.replace("    next: first_name\n", "    next: family_name\n", 1))
            ran = run("graph", "--format", "svg", dialog)
            self.assertEqual(ran.returncode, 1)
            self.assertIn("E411", ran.stderr)
            drawn = texts_of(ran.stdout)
            self.assertIn("dead end: no way to an end", drawn)
            self.assertIn("nobody can come here", drawn)
            dialog.write_text(good.replace("next: family_name\n", "next: family_nam\n", 1))
            ran = run("graph", dialog)
            self.assertIn("a way leads nowhere", ran.stdout)
            self.assertIn('did you mean "family_name"', ran.stderr)

    def test_wrong_use(self):
        self.assertEqual(run("graph").returncode, 2)
        self.assertEqual(run("graph", "--format", "png", DIALOG).returncode, 2)
        self.assertEqual(run("graph", "--set", "national_id", DIALOG).returncode, 2)
        self.assertEqual(run("graph", "/nowhere.yaml").returncode, 3)
        ran = run("graph", "--funnel", "-", DIALOG, given='{"dialogs": 1}')
        self.assertEqual(ran.returncode, 3)
        self.assertIn("not the counts that `jisr funnel --json` writes", ran.stderr)


class DifferenceTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.dialog = Path(folder.name, "config/dialogs/jisr.yaml")
        self.dialog.parent.mkdir(parents=True)
        for name in ("data", "countries"):
            Path(folder.name, "config", name).symlink_to(ROOT / "config" / name)
        self.good = (ROOT / DIALOG).read_text(encoding="utf-8")
        self.dialog.write_text(self.good, encoding="utf-8")

    def edit(self, *pairs):
        text = self.dialog.read_text(encoding="utf-8")
        for old, new in pairs:
            self.assertIn(old, text)
            text = text.replace(old, new)
        self.dialog.write_text(text, encoding="utf-8")

    def test_nothing(self):
        self.edit(("# Two rules of wording", "# Two rules of words"))
        ran = run("diff", DIALOG, self.dialog)
        self.assertEqual((ran.returncode, ran.stderr), (0, ""), ran.stdout)
        self.assertEqual(ran.stdout, "nothing is different for the women\n")

    def test_all_that_it_says(self):
        self.edit(("fr: partagé en famille", "fr: partagé à la maison"),
                  ("next: family_name\n", "next: surname\n"),
                  ("  family_name:\n    kind", "  surname:\n    kind"),
                  ("from: family_name,", "from: surname,"),
                  ("{key: 2, text: {ar: لا, fr: Refuser}, next: refused}",
                   "{key: 2, text: {ar: لا, fr: Refuser}, next: consent}"))
        ran = run("diff", DIALOG, self.dialog)
        self.assertEqual((ran.returncode, ran.stderr), (1, ""), ran.stdout)
        for line in ("  surname, before: family_name\n",
                     '    - "partagé en famille"\n    + "partagé à la maison"\n',
                     "  rights, choice 2: refused -> consent\n",
                     "  phone (fr) takes 1 page, gsm7 ",
                     "  fr: 19 screens, ",
                     "They finish on the version that they began with",
                     "  family_name -> surname (3 of 3 kept)\n",
                     "  first_name -> first_name (4 of 4 kept)\n"):
            self.assertIn(line, ran.stdout)
        self.assertNotIn("everybody in the middle begins anew", ran.stdout)

    def test_another_consent(self):
        self.edit(('consent_version: "2026-11/1"', 'consent_version: "2026-12/1"'))
        ran = run("diff", DIALOG, self.dialog)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("everybody in the middle begins anew", ran.stdout)
        self.assertIn("  birth -> begins anew (0 of ", ran.stdout)
        said = json.loads(run("diff", "--json", DIALOG, self.dialog).stdout)
        self.assertTrue(said["consent_changed"])
        self.assertEqual([one["what"] for one in said["differences"]], ["consent_version"])
        self.assertTrue(all(to["anew"] for one in said["if_lost"] for to in one["landings"]))

    def test_a_dialog_with_mistakes(self):
        self.edit(("next: summary", "next: sumary"))
        ran = run("diff", DIALOG, self.dialog)
        self.assertEqual(ran.returncode, 3)
        self.assertIn('did you mean "summary"', ran.stderr)
        self.assertEqual(run("diff", DIALOG).returncode, 2)


class FunnelTest(Scene):
    def funnel(self) -> dict:
        ran = run("funnel", "--days", "1", "--json", "jisr", env=gateway_environment(self.stage))
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        dialog, = json.loads(ran.stdout)["dialogs"]
        return {one.pop("screen"): one for one in dialog["screens"]}

    def test_where_women_leave(self):
        for _ in range(3):
            self.reference_on(self.walk(self.phone(), FRENCH))
        for _ in range(2):
            self.walk(self.phone(), FRENCH[:5])  # hang up before the card number
        again = self.phone()
        self.walk(again, FRENCH[:4])
        again.dial(CODE)  # dropped, and back on the same screen
        again.answer("1")
        wrong = self.phone()
        self.walk(wrong, [*FRENCH[:3], "123", "456", FRENCH[3]])
        for _ in range(2):
            repeated = self.phone()
            screen = repeated.dial(CODE)
            self.assertEqual(repeated._ask().text, screen.text)  # the operator asks once more

        self.assertTrue(wait_until(lambda: self.funnel()["language"]["reached"] == 9, FUNNEL_S))
        counts = self.funnel()
        self.assertEqual(counts["language"],
                         {"reached": 9, "went_on": 7, "ended": 0, "left": 2, "wrong": 0})
        self.assertEqual(counts["family_name"],
                         {"reached": 7, "went_on": 7, "ended": 0, "left": 0, "wrong": 2})
        self.assertEqual(counts["first_name"],
                         {"reached": 7, "went_on": 5, "ended": 0, "left": 2, "wrong": 0})
        self.assertEqual(counts["national_id"],
                         {"reached": 5, "went_on": 3, "ended": 0, "left": 2, "wrong": 0})
        self.assertEqual(counts["done"],
                         {"reached": 3, "went_on": 0, "ended": 3, "left": 0, "wrong": 0})
        self.look_at_the_table()
        self.draw()
        self.stop_and_look()

    def look_at_the_table(self):
        ran = run("funnel", env=gateway_environment(self.stage))
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertRegex(ran.stdout, r"(?m)^national_id +5 +3 +0 +2 +0 +56 %$")
        ran = run("funnel", "nobody", env=gateway_environment(self.stage))
        self.assertEqual(ran.returncode, 3)
        self.assertRegex(ran.stderr, r'there is no dialog "nobody" here, but:.* jisr\b')

    def draw(self):
        counted = run("funnel", "--json", env=gateway_environment(self.stage)).stdout
        ran = run("graph", DIALOG, "--format", "svg", "--funnel", "-", given=counted)
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        drawn = texts_of(ran.stdout)
        self.assertIn("5 came, 2 left (40 %)", drawn)
        self.assertIn("3 registered of 9 who began", drawn)
        ran = run("graph", "config/dialogs/examples/maternal.yaml", "--funnel", "-", given=counted)
        self.assertEqual(ran.returncode, 3)
        self.assertIn("the funnel has no counts of the dialog", ran.stderr)

    def stop_and_look(self):
        """What was not written yet is written when the gateway stops."""
        self.phone().dial(CODE)
        self.stage.gateway.stop()
        self.assertEqual(self.funnel()["language"]["reached"], 10)
        self.stage.start_gateway()


if __name__ == "__main__":
    unittest.main()
