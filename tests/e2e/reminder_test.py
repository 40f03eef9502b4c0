"""The reminder after a call that broke off: one, discreet, in her language, in daylight, only where
she said that an SMS is safe, and none when she has finished.
"""
import time
import unittest
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kept_scene import KeptScene
from scene import ARRIVAL_S, Phone, Scene, Stage, wait_until

_CONFIG = Path(__file__).parent / "reminder/gateway.yaml"
_CODE = "*555#"
_AFTER_S = 2.0


class ReminderTest(Scene):
    waiting = 0  # for the morning, of the test that it does not leave at night

    @classmethod
    def setUpClass(cls):
        cls.stage = Stage(config=_CONFIG)
        cls.addClassCleanup(cls.stage.stop)
        now = datetime.now(ZoneInfo("Africa/Casablanca"))
        cls.stage.environment = {"NIGHT_FROM": f"{now - timedelta(hours=2):%H:%M}",
                                 "NIGHT_TO": f"{now + timedelta(hours=2):%H:%M}"}
        cls.stage.start_redis()
        cls.stage.start_simulator("--schema", "")
        cls.stage.start_gateway()

    def call(self, *answers, channel="line"):
        Scene._next += 1
        self.phone_ = Phone(self.stage, channel, f"+2126{Scene._next:08}")
        return self.go(*answers)

    def go(self, *answers):
        screen = self.phone_.dial(_CODE)
        for answer in answers:
            screen = self.phone_.answer(answer)
        return screen

    def got(self):
        return [sms.text for sms in self.stage.sms.to(self.phone_.msisdn)]

    def settled(self):
        """When nothing waits to leave any more: the reminder is decided."""
        return wait_until(lambda: self.due() == self.waiting, ARRIVAL_S)

    def test_one_in_her_language(self):
        self.call("1", "1", "Amina")
        self.assertTrue(wait_until(self.got, ARRIVAL_S))
        self.assertEqual(self.got(), ["Pour continuer, composez *555#"])
        self.go("1")  # and she is cut off once more
        self.assertTrue(self.settled())
        self.assertEqual(len(self.got()), 1)

    def test_in_arabic_the_code_reads_from_left_to_right(self):
        self.call("2", "1", "Amina")
        self.assertTrue(wait_until(self.got, ARRIVAL_S))
        self.assertEqual(self.got(), ["للمتابعة \u200e*555#\u200e"])

    def test_none_when_she_said_no_or_nothing(self):
        for answers in (("1", "2", "Amina"), ("1",)):
            self.call(*answers)
            self.assertTrue(self.settled())
            self.assertEqual(self.got(), [])

    def test_none_when_she_says_no_after_all(self):
        self.call("1", "1", "Amina", "2", "1", "2")
        self.assertTrue(self.settled())
        self.assertEqual(self.got(), [])

    def test_none_when_she_has_finished(self):
        self.reference_on(self.call("1", "1", "Amina", "1"))
        self.assertTrue(wait_until(lambda: self.due() == self.waiting, _AFTER_S - 0.5),
                        "it goes with the commit that finishes")
        self.assertEqual(self.got(), [])

    def test_none_after_stop(self):
        self.call("1", "1", "Amina")
        self.stage.callback("day-sms", {"from": self.phone_.msisdn, "to": "5550", "text": "STOP",
                                        "id": "stop-1"})
        self.assertTrue(self.settled())
        self.assertFalse([text for text in self.got() if "continuer" in text])

    def test_not_while_she_answers(self):
        begun = time.monotonic()
        self.call("1", "1")
        wait_until(lambda: time.monotonic() - begun > _AFTER_S * 0.7, ARRIVAL_S)
        self.phone_.answer("Amina")
        heard = time.monotonic()
        self.assertTrue(wait_until(self.got, ARRIVAL_S))
        self.assertGreaterEqual(self.stage.sms.to(self.phone_.msisdn)[0].at_s - heard,
                                _AFTER_S - 0.2)

    def test_not_at_night(self):
        self.assertTrue(self.settled())
        begun = time.monotonic()
        self.call("1", "1", "Amina", channel="night-line")
        ReminderTest.waiting += 1
        wait_until(lambda: time.monotonic() - begun > _AFTER_S * 2, ARRIVAL_S)
        self.assertEqual(self.got(), [])
        self.assertEqual(self.due(), self.waiting, "it waits for the morning")

    def test_over_a_restart(self):
        self.call("1", "1", "Amina")
        self.stage.kill_gateway()
        self.stage.start_gateway()
        self.assertTrue(wait_until(self.got, ARRIVAL_S))


class OlderWordsTest(KeptScene):
    """The programme's own dialog, which is changed while her call is broken off."""
    CHANGES = (("dialogs/jisr.yaml", "  after: 10m\n", "  after: 2s\n"),
               ("channels/demo-sms.yaml", "# sending:", "sending: {quiet: none}\n# sending:"))

    def test_who_began_with_other_words_is_reminded_too(self):
        phone = self.phone()
        self.walk(phone, ["2", "1", "1"])
        self.stage.kill_gateway()
        self.change("dialogs/jisr.yaml", "Nom de famille:", "Votre nom de famille:")
        self.stage.start_gateway()
        self.assertTrue(wait_until(lambda: self.stage.sms.to(phone.msisdn), ARRIVAL_S))
        self.assertEqual([sms.text for sms in self.stage.sms.to(phone.msisdn)],
                         ["Pour continuer, composez *555#"])


if __name__ == "__main__":
    unittest.main()
