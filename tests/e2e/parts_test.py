"""Long SMS that a provider brings in parts, in requests as Vonage documents them: the conversation
hears the whole, once. What the parts say makes no sense alone.
"""
import json
import threading
import unittest
from pathlib import Path

from scene import ARRIVAL_S, Scene, Stage, wait_until

_JSON = {"Content-Type": "application/json"}


class PartsTest(Scene):
    _reference = 0

    @classmethod
    def setUpClass(cls):
        cls.stage = Stage(config=Path(__file__).parent / "parts/gateway.yaml")
        cls.addClassCleanup(cls.stage.stop)
        cls.stage.start()

    def setUp(self):
        self.msisdn = self.phone().msisdn

    def bring(self, text, name, **words) -> int:
        """One request of Vonage's; the status."""
        event = {"msisdn": self.msisdn.lstrip("+"), "to": "5550", "messageId": name, "text": text,
                 "type": "text", "message-timestamp": "2026-11-28 12:00:00", **words}
        return self.stage.request(f"{self.stage.callbacks_url}/callbacks/parts/s3cret",
                                  json.dumps(event).encode(), _JSON).status

    def part(self, text, number, count, of="1", name=None) -> int:
        return self.bring(text, name or f"{self.msisdn}-{of}-{number}", **{
            "concat": "true", "concat-ref": of, "concat-total": str(count),
            "concat-part": str(number)})

    def answers(self):
        return [sms.text for sms in self.stage.sms.received if sms.to == self.msisdn]

    def assert_answers(self, count, words):
        self.assertTrue(wait_until(lambda: len(self.answers()) >= count, ARRIVAL_S), self.answers())
        self.assertEqual(len(self.answers()), count, self.answers())
        self.assertIn(words, self.answers()[-1])

    def count(self, name) -> int:
        return self.stage.admin("/status").json()[name]

    def test_parts_in_whichever_order_and_twice(self):
        for text, number in (("R", 3), ("JI", 1), ("R", 3), ("S", 2), ("JI", 1), ("S", 2)):
            self.assertEqual(self.part(text, number, 3), 200)
        self.assert_answers(1, "Français")
        self.assertEqual(self.bring("2", "next"), 200)
        self.assert_answers(2, "Accepter")
        self.assertEqual(self.part("JI", 1, 3), 200, "one comes very late")
        self.assertEqual(self.bring("1", "then"), 200)
        self.assert_answers(3, "Ce téléphone")

    def test_parts_that_come_at_the_same_moment(self):
        joined = self.count("sms_joined")
        for turn in range(8):
            self.setUp()
            threads = [threading.Thread(target=self.part, args=(text, number, 2, str(turn)))
                       for text, number in (("جس", 1), ("ر", 2))]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assert_answers(1, "Français")
            self.bring("2", f"next-{turn}-{self.msisdn}")
            self.assert_answers(2, "Accepter")
        self.assertEqual(self.count("sms_joined") - joined, 8)

    def test_the_next_long_sms_may_have_the_same_reference(self):
        self.part("JI", 1, 2, name="a1")
        self.part("SR", 2, 2, name="a2")
        self.assert_answers(1, "Français")
        self.part("no ", 1, 2, name="b1")
        self.part("number", 2, 2, name="b2")
        self.assert_answers(2, "Français")

    def test_parts_to_one_gateway_and_the_next(self):
        self.assertEqual(self.part("JI", 1, 2), 200)
        self.stage.kill_gateway()
        self.stage.start_gateway()
        self.assertEqual(self.part("SR", 2, 2), 200)
        self.assert_answers(1, "Français")

    def test_what_cannot_be_a_part_is_refused(self):
        for number, count in ((0, 2), (3, 2), (1, 17)):
            self.assertEqual(self.part("JISR", number, count), 400, (number, count))
        self.assertEqual(self.part("x" * 600, 1, 2), 400)
        self.assertEqual(self.part("JISR", 1, 1), 200, "the only part is the whole")
        self.assert_answers(1, "Français")

    def test_a_part_that_never_comes(self):
        before = self.count("sms_incomplete")
        self.assertEqual(self.part("JISR", 1, 2), 200)
        waiting = [(key, name) for key in self.stage.redis.command("KEYS", "jisr:{*}:parts")
                   for name in self.stage.redis.command("ZRANGE", key, 0, -1)]
        self.assertGreaterEqual(len(waiting), 1)
        for key, name in waiting:  # ten minutes later
            self.stage.redis.command("ZADD", key, 1, name)
        self.assertTrue(wait_until(lambda: self.count("sms_incomplete") > before, ARRIVAL_S))
        self.assertEqual(self.stage.redis.command("EXISTS", *[name for _, name in waiting]), 0)
        self.assertEqual(self.answers(), [], "half a message is not taken for one")
        log = self.stage.gateway.log.read_text(encoding="utf-8")
        self.assertIn('"sms_incomplete"', log)
        self.assertNotIn(self.msisdn.lstrip("+"), log)

    def test_nothing_is_taken_that_cannot_be_kept(self):
        self.stage.redis.stop()
        self.assertEqual(self.bring("JISR", "away"), 503, "the provider shall bring it again")
        self.assertEqual(self.part("JI", 1, 2), 503)
        self.stage.start_redis()
        self.assertTrue(wait_until(lambda: self.stage.admin("/readyz").status == 200, ARRIVAL_S))
        self.assertEqual(self.bring("JISR", "away"), 200)
        self.assert_answers(1, "Français")


if __name__ == "__main__":
    unittest.main()
