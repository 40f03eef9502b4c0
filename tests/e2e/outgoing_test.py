"""What leaves by SMS, with two providers: by which channel and how fast, what the other channel
takes over and what never, receipts and what is sent again, quiet hours, and what it all cost.
"""
import datetime
import json
import os
import shutil
import subprocess
import unittest

from scene import ARRIVAL_S, FRENCH, Scene, Stage, wait_until
from sms_receiver import SmsReceiver
from stage import ROOT, gateway_environment

_OTHER = """channel: other-sms
provider: africastalking-sms
kind: sms
codes: ["8360"]
settings: {{url: "{url}/version1/messaging", username: sandbox, api_key: k, sender: "8360"}}
"""
_SENDING = """sending:
  fallback: other-sms
  attempts: 2
  rate: {sms: 10, per: 1s}
  cost: {sms: "0.12", currency: MAD}
  resend: {on: [failed], times: 1, after: 100ms, by: fallback}
"""


class OutgoingScene(Scene):
    """A stage whose configuration is a changed copy; `other` is the second provider."""
    GATEWAY = ""

    @classmethod
    def setUpClass(cls):
        cls.stage = Stage()
        cls.addClassCleanup(cls.stage.stop)
        cls.other = SmsReceiver()
        cls.addClassCleanup(cls.other.stop)
        folder = cls.stage.folder / "config"
        shutil.copytree(ROOT / "config", folder)
        cls.stage.config = folder / "gateway.yaml"
        cls.change("gateway.yaml", "channels:\n", "channels:\n  - channels/other-sms.yaml\n")
        cls.change("gateway.yaml", "outbox:\n", cls.GATEWAY + "outbox:\n  sms_backoff: 50ms\n")
        (folder / "channels/other-sms.yaml").write_text(_OTHER.format(url=cls.other.url))
        cls.change("channels/demo-sms.yaml", "settings:\n", _SENDING + "settings:\n")
        cls.change("channels/demo-ussd.yaml", "sms_channel: demo-sms ", "# ")
        cls.change("providers/africastalking-sms.yaml", "  retry:\n",
                   "  slow_down: {status: [420]}\n  rest: 4s\n  retry:\n")
        cls.stage.start()

    @classmethod
    def change(cls, name, old, new):
        path = cls.stage.folder / "config" / name
        text = path.read_text()
        assert old in text, old
        path.write_text(text.replace(old, new, 1))

    def write(self, phone, text="jisr"):
        """An SMS from her; the conversation's answer leaves by demo-sms."""
        Scene._next += 1
        answer = self.stage.callback("demo-sms", {"from": phone.msisdn, "to": "5550", "text": text,
                                                  "id": f"in-{Scene._next}"})
        self.assertEqual(answer.status, 200)

    def status(self) -> dict:
        return self.stage.admin("/status").json()

    def assert_arrives(self, receiver, phone, count=1):
        self.assertTrue(wait_until(lambda: len(receiver.to(phone.msisdn)) >= count, ARRIVAL_S),
                        f"{len(receiver.to(phone.msisdn))} of {count} SMS came")
        self.assertEqual(len(receiver.to(phone.msisdn)), count)

    def outbox(self, *words) -> dict:
        command = [str(self.stage.build_dir / "jisr"), "outbox", *words,
                   "--config", str(self.stage.config), "--json"]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True,
                             env=self.environment())
        return json.loads(ran.stdout)

    def environment(self):
        return {**os.environ, **gateway_environment(self.stage)}


class OutgoingTest(OutgoingScene):
    GATEWAY = """sms:
  routes:
    - {prefixes: ["+2126"], channel: demo-sms}
    - {prefixes: ["+2127"], channel: other-sms, sender: JISR}
"""

    def is_open(self) -> bool:
        return self.status()["sms"].get("demo-sms", {"open": True})["open"]

    def test_the_route_is_that_of_her_number(self):
        for prefix, receiver, sender in (("+2126", self.stage.sms, "5550"),
                                         ("+2127", self.other, "JISR")):
            phone = self.phone()
            phone.msisdn = prefix + phone.msisdn[len(prefix):]
            self.walk(phone, FRENCH)
            self.assert_arrives(receiver, phone)
            self.assertEqual(receiver.to(phone.msisdn)[0].sender, sender)

    def test_no_more_in_a_second_than_the_rate(self):
        phones = [self.phone() for _ in range(30)]
        for phone in phones:
            self.write(phone)
        for phone in phones:
            self.assert_arrives(self.stage.sms, phone)
        times = sorted(self.stage.sms.to(phone.msisdn)[0].at_s for phone in phones)
        # 2.9 s; the first may have come late. tests/unit/gateway/pacing_test.cpp is exact.
        self.assertGreater(times[-1] - times[0], 2.0, times)

    def test_what_is_refused_leaves_by_the_other(self):
        phone = self.phone()
        before = self.status()["fallen_back"]
        self.stage.sms.refuse(400)
        self.write(phone)
        self.assert_arrives(self.other, phone)
        self.assertEqual(self.stage.sms.to(phone.msisdn), [])
        self.assertEqual(self.status()["fallen_back"], before + 1)

    def test_what_may_have_been_taken_stays_with_its_channel(self):
        phone = self.phone()
        self.stage.sms.hang_up(3)  # more than `attempts`
        self.write(phone)
        self.assertTrue(wait_until(lambda: len(self.stage.sms.to(phone.msisdn)) == 4, ARRIVAL_S))
        self.assertEqual(self.other.to(phone.msisdn), [])

    def test_a_channel_that_rests_is_stood_in_for(self):
        first, second = self.phone(), self.phone()
        self.stage.sms.refuse(420)
        self.write(first)
        self.assertTrue(wait_until(lambda: not self.is_open(), ARRIVAL_S))
        self.write(second)
        self.assert_arrives(self.other, second)
        self.assertEqual(self.stage.sms.to(second.msisdn), [])
        self.assertTrue(wait_until(self.is_open, ARRIVAL_S))
        self.assert_arrives(self.stage.sms, first)

    def test_a_receipt_that_says_failed_has_it_sent_again_once(self):
        phone = self.phone()
        self.write(phone)
        self.assert_arrives(self.stage.sms, phone)
        sms = self.stage.sms.to(phone.msisdn)[0]
        before = self.status()
        for status in ("Sent", "Failed", "Failed", "Success"):
            answer = self.stage.callback("demo-sms/receipts", self.stage.sms.receipt(sms, status))
            self.assertEqual(answer.status, 200)
        self.assert_arrives(self.other, phone)
        self.assertEqual(self.other.to(phone.msisdn)[0].text, sms.text)
        after = self.status()
        self.assertEqual(after["receipts_failed"], before["receipts_failed"] + 1)
        self.assertEqual(after["receipts_delivered"], before["receipts_delivered"])
        # What was sent in its place is not sent again, whatever its receipt says.
        again = self.other.to(phone.msisdn)[0]
        self.stage.callback("other-sms/receipts", self.other.receipt(again, "Failed"))
        self.assertTrue(wait_until(lambda: self.outbox("list")["due"] == 0, ARRIVAL_S))
        self.assertEqual(len(self.other.to(phone.msisdn)), 1)

    def test_what_it_cost(self):
        phone = self.phone()

        def costs():
            rows = self.outbox("costs", "--days", "2")["costs"]
            return {row["channel"]: row for row in rows}.get(
                "demo-sms", {"messages": 0, "parts": 0, "cost": "0.00"})

        before, running = costs(), self.status()["sms"].get("demo-sms", {"messages": 0})
        self.write(phone)  # its Arabic and French first page is one part of UCS-2
        self.assert_arrives(self.stage.sms, phone)
        self.assertTrue(wait_until(lambda: costs()["messages"] > before["messages"], ARRIVAL_S))
        after = costs()
        self.assertEqual(after["messages"], before["messages"] + 1)
        parts = after["parts"] - before["parts"]
        self.assertGreaterEqual(parts, 1)
        self.assertAlmostEqual(float(after["cost"]) - float(before["cost"]), 0.12 * parts)
        self.assertEqual(after["currency"], "MAD")
        self.assertEqual(self.status()["sms"]["demo-sms"]["messages"], running["messages"] + 1)
        self.assertEqual(self.status()["gateways"], 1)


def hour_from_now(by: int) -> str:
    now = datetime.datetime.now(datetime.timezone.utc)
    return (now + datetime.timedelta(hours=by)).strftime("%H:%M")


class NightTest(OutgoingScene):
    MORNING = hour_from_now(2)
    GATEWAY = f"""country: {{time_zone: UTC}}
sms:
  quiet: {{from: "{hour_from_now(-1)}", to: "{MORNING}"}}
  routes: [{{prefixes: ["+212"], channel: demo-sms}}]
"""

    def test_a_confirmation_waits_and_an_answer_does_not(self):
        phone = self.phone()
        reference = self.reference_on(self.walk(phone, FRENCH))
        self.assert_held_once(reference)

        def waiting():
            return [entry for entry in self.outbox("list")["entries"]
                    if entry["last_error"] == "quiet hours"]

        self.assertTrue(wait_until(waiting, ARRIVAL_S))
        entry = waiting()[0]
        self.assertEqual(entry["attempts"], 0, "waiting is not an attempt")
        self.assertEqual(entry["due"][11:16], self.MORNING)
        self.write(phone)
        self.assert_arrives(self.stage.sms, phone)  # the answer, and nothing else
        self.assertEqual(len(waiting()), 1)


if __name__ == "__main__":
    unittest.main()
