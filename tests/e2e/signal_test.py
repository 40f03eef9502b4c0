"""SIGHUP in bad moments: half a file, many in a row, two at once, Redis away, the gateway
leaving.
"""
import os
import shutil
import signal
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from phone import Phone  # noqa: E402
from stage import ROOT, Stage, sanitizers_of, wait_until  # noqa: E402

LIMIT_S = 20.0
# AddressSanitizer holds back what was freed, 256 MB of it, and where it came from: while that fills
# it would be taken for growth.
os.environ["ASAN_OPTIONS"] = ":".join(filter(None, [
    os.environ.get("ASAN_OPTIONS"), "quarantine_size_mb=1", "thread_local_quarantine_size_kb=64",
    "malloc_context_size=0"]))


class SignalTest(unittest.TestCase):
    _number = 0

    def setUp(self):
        self.stage = Stage()
        self.addCleanup(self.stage.stop)
        shutil.copytree(ROOT / "config", self.stage.folder / "config")
        self.stage.config = self.stage.folder / "config/gateway.yaml"
        self.dialog = self.stage.folder / "config/dialogs/jisr.yaml"
        self.text = self.dialog.read_text()
        self.stage.start()

    def said(self, what: str) -> int:
        return self.stage.gateway.log.read_text().count(f'"{what}"')

    def reload(self, outcome: str):
        before = self.said(outcome)
        self.stage.gateway.signal(signal.SIGHUP)
        self.assertTrue(wait_until(lambda: self.said(outcome) > before, LIMIT_S), outcome)

    def put(self, text: str):
        whole = self.dialog.with_suffix(".new")
        whole.write_text(text)
        whole.replace(self.dialog)

    def first_page(self) -> str:
        SignalTest._number += 1
        phone = Phone(self.stage, "demo-ussd", f"+2127{SignalTest._number:08}")
        phone.dial("*555#")
        return phone.answer("2").text  # the consent, in French

    def test_half_a_file_is_refused_and_the_whole_one_taken(self):
        page = self.first_page()
        for share in (0, 3, 30, 60, 90):
            self.put(self.text[:len(self.text) * share // 100])
            self.reload("reload_refused")
            self.assertEqual(self.first_page(), page)
        changed = self.text.replace("Programme Jisr", "Le programme Jisr", 1)
        self.assertNotEqual(changed, self.text)
        self.put(changed)
        self.reload("reloaded")
        self.assertIn("Le programme Jisr", self.first_page())

    def test_many_in_a_row_do_not_fill_the_memory(self):
        if "tsan" in sanitizers_of(self.stage.build_dir):
            self.skipTest("ThreadSanitizer's own memory grows, and a reload takes seconds")

        def resident_mb():
            status = Path(f"/proc/{self.stage.gateway.pid}/status").read_text()
            return int(status.split("VmRSS:")[1].split()[0]) / 1024

        def reload_times(first: int, last: int):
            for number in range(first, last):
                self.put(self.text + f"# {number}\n")
                self.reload("reloaded")

        reload_times(0, 25)  # more than are held
        before = resident_mb()
        reload_times(25, 60)
        self.assertLess(resident_mb() - before, 3, "35 more versions would take 7 MB")

    def test_two_at_once_and_one_while_it_leaves(self):
        self.stage.gateway.signal(signal.SIGHUP)
        self.stage.gateway.signal(signal.SIGHUP)
        self.assertTrue(wait_until(lambda: self.said("reloaded") >= 1, LIMIT_S))
        self.first_page()
        self.stage.gateway.signal(signal.SIGHUP)
        self.stage.gateway.signal(signal.SIGTERM)
        self.stage.gateway.signal(signal.SIGHUP)
        self.assertEqual(self.stage.gateway.stop(), 0)

    def test_what_needs_a_restart_is_said_and_the_rest_is_taken(self):
        gateway = self.stage.config.read_text()
        limits = "limits: {stop: 3s}\nsession:\n"
        self.stage.config.write_text(gateway.replace("session:\n", limits))
        self.reload("reload_needs_restart")
        self.assertTrue(wait_until(lambda: self.said("reloaded"), LIMIT_S))

    def test_redis_away_does_not_hold_it_up(self):
        self.stage.redis.kill()
        self.put(self.text.replace("Programme Jisr", "Le programme Jisr", 1))
        self.reload("reloaded")
        self.assertGreater(self.said("version_not_kept"), 0)
        self.stage.start_redis()
        self.assertTrue(wait_until(lambda: self.stage.admin("/readyz").status == 200, LIMIT_S))
        self.assertIn("Le programme Jisr", self.first_page())
        keys = lambda: self.stage.redis.command("KEYS", "jisr:{versions}:*")  # noqa: E731
        self.assertTrue(wait_until(lambda: len(keys()) >= 2, LIMIT_S), "written when Redis is back")


if __name__ == "__main__":
    unittest.main()
