"""Menus tested by their own staff: transcripts replayed, spoiled, written anew and recorded."""
import os
import pty
import select
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from scene import wait_until
from stage import ROOT, binaries

JISR = binaries() / "jisr"


def run(*words):
    return subprocess.run([JISR, *(str(word) for word in words)], capture_output=True, text=True,
                          timeout=60, check=False, cwd=ROOT)


class TranscriptTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        shutil.copytree(ROOT / "config", Path(folder.name) / "config")
        self.dialog = Path(folder.name) / "config/dialogs/jisr.yaml"
        self.transcript = self.dialog.with_suffix("") / "shared_phone.dialog"

    def test_the_shipped_ones_hold(self):
        ran = run("test", "config/dialogs", "tests/golden")
        self.assertEqual((ran.returncode, ran.stderr), (0, ""), ran.stdout)
        self.assertRegex(ran.stdout, r"^1\d as written\n$")

    def test_a_changed_menu_is_shown_where_it_changed(self):
        before = self.dialog.read_text(encoding="utf-8")
        self.dialog.write_text(before.replace("fr: partagé en famille", "fr: partagé à la maison"),
                               encoding="utf-8")
        ran = run("test", self.dialog)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("interrupted.dialog:16:13: error[E167]", ran.stdout)
        self.assertIn("   16 - < 3 partagé en famille\n", ran.stdout)
        self.assertIn("      + < 3 partagé à la maison\n", ran.stdout)
        self.assertIn("2 as written, 1 not\n", ran.stdout)
        self.assertEqual(run("test", "--update", self.dialog).returncode, 0)
        self.assertIn("maison", (self.transcript.parent / "interrupted.dialog").read_text())
        self.assertEqual(run("test", self.dialog).returncode, 0)

    def test_a_changed_payload_is_found(self):
        before = self.dialog.read_text(encoding="utf-8")
        self.dialog.write_text(before.replace("value: shared", "value: family"), encoding="utf-8")
        ran = run("test", self.transcript)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("+ ! phone_owner = family", ran.stdout)

    def test_a_broken_dialog_fails_every_transcript(self):
        before = self.dialog.read_text(encoding="utf-8")
        self.dialog.write_text(before.replace("start: language", "start: langage"),
                               encoding="utf-8")
        ran = run("test", self.dialog)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("error[E210]", ran.stdout)
        self.assertIn("0 as written, 3 not", ran.stdout)

    def test_exit_codes(self):
        self.assertEqual(run("test").returncode, 2)
        self.assertEqual(run("test", "/nowhere").returncode, 3)
        self.assertEqual(run("test", "config/data").returncode, 3)
        self.transcript.write_text("> 1\n", encoding="utf-8")
        ran = run("test", self.transcript)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("E164", ran.stdout)


class DialTest(unittest.TestCase):
    def test_what_is_recorded_can_be_replayed(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "status/first.dialog"
            ran = run("dial", "--dialog", "config/dialogs/examples/status.yaml", "--answers",
                      "2,48271936,1990,hang,wait 20m,dial,2,48271936,1990,9", "--today",
                      "2026-11-24", "--service", "registration_status found state=invited, where=X",
                      "--record", file)
            self.assertIn(f"jisr test {file}", ran.stdout, ran.stderr)
            written = file.read_text(encoding="utf-8")
            self.assertIn("~ hang\n~ wait 20m\n~ dial\n", written)
            self.assertIn("? registration_status reference=48271936, birth_year=1990\n", written)
            self.assertEqual(run("test", file).returncode, 0)

    def test_a_call_that_takes_too_long_is_ended_by_the_operator(self):
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(ROOT)
            os.execv(JISR, [str(JISR), "dial", "*555#", "--limit", "1"])
        self.addCleanup(os.waitpid, pid, 0)
        self.addCleanup(os.close, terminal)  # before it: hangs up on the child
        self.read_until(terminal, "s of 1 ──")
        begun = time.monotonic()
        self.assertTrue(wait_until(lambda: time.monotonic() > begun + 2.1, 10))
        os.write(terminal, b"1\n")
        self.assertIn("The operator has ended the call", self.read_until(terminal, "[dial]"))
        os.write(terminal, b"dial\n")
        self.assertIn("0 s of 1", self.read_until(terminal, "──\r\n"))
        os.write(terminal, b"\x04")
        self.read_until(terminal, "The call has dropped.")
        os.write(terminal, b":q\n")

    def read_until(self, terminal, words):
        text = b""
        deadline = time.monotonic() + 20
        while words.encode() not in text:
            self.assertLess(time.monotonic(), deadline, text)
            if select.select([terminal], [], [], 0.2)[0]:
                text += os.read(terminal, 4096)
        return text.decode(errors="replace")


if __name__ == "__main__":
    unittest.main()
