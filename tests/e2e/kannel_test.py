"""SMS through a real Kannel, both ways: women register over SMPP, smsbox and the gateway, and each
answer comes with its receipt. tools/kannel-loop is the long form. The SMSC behind Kannel is ours.
"""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from kannel_driver import KannelStage, is_whole, run  # noqa: E402
from kannel_women import SERVICE, Women  # noqa: E402
from stage import wait_until  # noqa: E402

_LIMIT_S = 30.0
_UNREACHABLE = "+212690000001"


class KannelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.heard = {}   # what came to each number
        cls.women = None
        cls.stage = KannelStage(cls.take, state_of=lambda sms: (
            "UNDELIV" if sms.to == _UNREACHABLE.lstrip("+") else "DELIVRD"))
        cls.addClassCleanup(cls.stage.stop)
        cls.stage.start()

    @classmethod
    def take(cls, to, text):
        cls.heard.setdefault(to, []).append(text)
        if cls.women and to in cls.women.all:
            cls.women.take(to, text)

    def play(self, count, first, hurts):
        type(self).women = Women(count, count, self.stage.smsc.send, first)
        return run(self.stage, self.women, hurts)

    def last_of(self, number, count):
        """The `count`th SMS to a number."""
        self.assertTrue(wait_until(lambda: len(self.heard.get(number, [])) >= count, _LIMIT_S),
                        f"SMS {count}: {self.heard.get(number)}")
        return self.heard[number][count - 1]

    def test_no_message_answer_or_receipt_is_lost(self):
        counts = self.play(14, 1, [])
        self.assertTrue(is_whole(counts), counts)
        self.assertEqual(counts["taken_by_kannel"], counts["messages"], counts)
        self.assertEqual(counts["answers"], 14 * 19, counts)
        self.assertEqual(counts["answers_doubled"], 0, counts)
        self.assertEqual(counts["receipts"], counts["sms_sent"], "one for each SMS …")
        self.assertGreater(counts["sms_parts"], counts["sms_sent"], "… of however many parts")

    def test_none_is_lost_when_boxes_are_restarted(self):
        counts = self.play(8, 1001, ["restart", "smsbox"])
        self.assertTrue(is_whole(counts), counts)

    def test_none_is_lost_when_redis_is_restarted(self):
        counts = self.play(8, 2001, ["redis"])
        self.assertTrue(is_whole(counts), counts)
        self.assertEqual(counts["answers_doubled"], 0, counts)

    def test_a_long_message_is_one_answer(self):
        number = "+212690000002"
        self.stage.smsc.send(number, SERVICE, "جسر")
        self.last_of(number, 1)
        before = self.stage.admin("/status").json()["answers"]
        self.stage.smsc.send(number, SERVICE, "كلام طويل جدا " * 14)
        self.last_of(number, 2)
        self.stage.smsc.send(number, SERVICE, "1")
        self.assertIn("أوافق", self.last_of(number, 3))
        self.assertEqual(self.stage.admin("/status").json()["answers"] - before, 2)

    def test_a_receipt_says_that_she_was_not_reached(self):
        self.stage.smsc.send(_UNREACHABLE, SERVICE, "JISR")
        self.last_of(_UNREACHABLE, 1)
        self.assertTrue(wait_until(
            lambda: len(self.stage.logged("receipt", "failed")) == 1, _LIMIT_S))
        about = set(self.stage.logged("receipt", "failed"))
        self.assertLessEqual(about, set(self.stage.logged("sms_sent")), "it names our entry")


if __name__ == "__main__":
    unittest.main()
