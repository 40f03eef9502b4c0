"""Who is to be called: a record for the centre of her province, with the time when it is due."""
import unittest
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scene import ARRIVAL_S, Scene, body_of, wait_until


class CallBackTest(Scene):
    """On the configuration that is shipped."""

    def record(self, reference):
        self.assertTrue(wait_until(lambda: self.records_of(reference), ARRIVAL_S))
        self.assertEqual(len(self.records_of(reference)), 1)
        return body_of(self.records_of(reference)[0])

    def assert_due(self, body):
        """In the hours of config/registry/jisr.yaml, by the clock there."""
        asked, due, until = (datetime.fromisoformat(body[key]).astimezone(
            ZoneInfo("Africa/Casablanca")) for key in ("completed_at", "due", "due_until"))
        self.assertGreaterEqual(due, asked + timedelta(minutes=30))
        self.assertLess(due, asked + timedelta(days=14))
        self.assertLess(due, until)
        self.assertEqual(due.date(), until.date())
        self.assertLess(due.weekday(), 5, due)
        self.assertLessEqual("08:30", f"{due:%H:%M}")
        self.assertEqual(f"{until:%H:%M}", "16:30")

    def test_a_call_back_is_due_and_has_its_centre(self):
        for key, province, centre in (("1", "10.261", "Guelmim"), ("7", None, None)):
            with self.subTest(centre):
                phone = self.phone()
                phone.dial("*555*7#")
                for answer in ("2", "x", "x", "x", "1"):  # she does not have her number at hand
                    screen = phone.answer(answer)
                self.assertIn("Province", screen.text)
                body = self.record(self.reference_on(phone.answer(key)))
                self.assertEqual((body.get("province"), body.get("centre")), (province, centre))
                self.assertEqual(body["msisdn"], phone.msisdn)
                self.assert_due(body)

    def test_a_lead_that_asks_for_a_call_is_due(self):
        for way, has_due in (("2", True), ("3", False)):
            phone = self.phone()
            for number, text in enumerate(("JB123456 1990", way, "1")):
                answer = self.stage.callback("demo-sms", {
                    "from": phone.msisdn, "to": "8350", "text": text,
                    "id": f"{phone.msisdn}-{number}"})
                self.assertEqual(answer.status, 200)

            def leads():
                return [body for record in self.stage.records()
                        if (body := body_of(record))["msisdn"] == phone.msisdn]
            self.assertTrue(wait_until(leads, ARRIVAL_S))
            self.assertEqual("due" in leads()[0], has_due, "whoever will come is not called")
            if has_due:
                self.assert_due(leads()[0])


if __name__ == "__main__":
    unittest.main()
