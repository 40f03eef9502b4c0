"""Who is to be called: a record for the centre of her province, with the time when it is due. She
asked for it, or fell silent in a conversation by SMS after her consent.
"""
import csv
import io
import json
import time
import unittest
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kept_scene import KeptScene
from scene import ARRIVAL_S, Scene, body_of, wait_until
from child import Child
from stage import gateway_environment

_AFTER_S = 4.0


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
                    "from": phone.msisdn, "to": "5550", "text": text,
                    "id": f"{phone.msisdn}-{number}"})
                self.assertEqual(answer.status, 200)

            def leads():
                return [body for record in self.stage.records()
                        if (body := body_of(record))["msisdn"] == phone.msisdn]
            self.assertTrue(wait_until(leads, ARRIVAL_S))
            self.assertEqual("due" in leads()[0], has_due, "whoever will come is not called")
            if has_due:
                self.assert_due(leads()[0])


class SilentTest(KeptScene):
    """The shipped dialog, with seconds for its days."""
    CHANGES = (("dialogs/short_message.yaml", "after: 2d", "after: 4s"),)
    _sent = 0

    def setUp(self):
        Scene._next += 1
        self.msisdn = f"+2126{Scene._next:08}"
        self.card = f"JB{500000 + Scene._next}"

    def write(self, *texts, repeats=1):
        """Her SMS, each after the answer to the one before; each brought `repeats` times."""
        for text in texts:
            SilentTest._sent += 1
            before = self.answered()
            for _ in range(repeats):
                got = self.stage.callback("demo-sms", {"from": self.msisdn, "to": "5550",
                                                       "text": text, "id": f"m{SilentTest._sent}"})
                self.assertEqual(got.status, 200)
            self.assertTrue(wait_until(lambda: self.answered() > before, ARRIVAL_S), text)

    def answered(self):
        return len(self.stage.sms.to(self.msisdn))

    def leads(self):
        return [body for record in self.stage.records()
                if (body := body_of(record))["msisdn"] == self.msisdn]

    def assert_settled(self):
        """Nothing waits to leave any more: what was to become of her is decided."""
        settled = wait_until(lambda: self.due() == 0, ARRIVAL_S)
        self.assertTrue(settled, "" if settled else self.jisr("outbox", "list"))

    def only_the_lead_waits(self):
        """No SMS is in hand: a killed gateway's would wait for the end of its lease."""
        entries = self.jisr_json("outbox", "list")["entries"]
        return [entry["kind"] for entry in entries] == ["registry"]

    def pass_time(self, seconds):
        begun = time.monotonic()
        wait_until(lambda: time.monotonic() - begun > seconds, ARRIVAL_S)

    def second_gateway(self):
        command = [self.stage.build_dir / "jisr", "serve", "--config", self.stage.config]
        other = Child("gateway-2", command, self.stage.folder,
                      {**gateway_environment(self.stage), "JISR_PORT": "0"})
        self.addCleanup(other.stop)
        other.announced("listening", 20)

    def test_one_with_all_that_she_answered(self):
        self.second_gateway()
        self.write(f"{self.card} 12/05/1990", "1", "1", "Alaoui", repeats=2)
        self.assertTrue(wait_until(self.leads, ARRIVAL_S))
        lead, = self.leads()
        self.assertEqual((lead["tags"], lead["province"], lead["centre"]),
                         (["silent"], "10.261", "Guelmim"))
        self.assertEqual((lead["national_id"], lead["birth_date"], lead["family_name"]),
                         (self.card, "1990-05-12", "Alaoui"))
        self.assertEqual((lead["language"], lead["consent"]), ("ar", {"version": "2026-11/2"}))
        self.assertNotIn("first_name", lead)
        self.assertNotIn("reference", lead, "nobody could have told her")
        self.assertLess(lead["completed_at"], lead["due"])
        # She goes on after all, and falls silent once more.
        self.write("Fatima")
        self.assert_settled()
        self.pass_time(_AFTER_S * 1.5)
        self.assert_settled()
        self.assertEqual(len(self.leads()), 1)

    def test_none_of_who_finished(self):
        self.write(f"{self.card} 12/05/1990", "2", "1")
        self.assertTrue(wait_until(self.leads, ARRIVAL_S))
        begun = time.monotonic()
        self.assert_settled()
        self.assertLess(time.monotonic() - begun, _AFTER_S - 0.5, "it goes with what finishes")
        self.pass_time(_AFTER_S)
        self.assertEqual([lead["tags"] for lead in self.leads()], [["call_back"]])

    def test_none_without_her_consent(self):
        for answers in ((), ("4",)):
            self.setUp()
            self.write(f"{self.card} 12/05/1990", *answers)
            self.pass_time(_AFTER_S * 1.2)
            self.assert_settled()
            self.assertEqual(self.leads(), [])

    def test_none_after_stop(self):
        self.write(f"{self.card} 12/05/1990", "1", "STOP")
        self.assert_settled()
        self.pass_time(_AFTER_S)
        self.assertEqual(self.leads(), [])

    def test_not_while_she_answers(self):
        self.write(f"{self.card} 12/05/1990", "1")
        self.pass_time(_AFTER_S * 0.7)
        self.write("1")
        heard = datetime.now().astimezone()
        self.assertTrue(wait_until(self.leads, ARRIVAL_S))
        lead, = self.leads()
        self.assertEqual(lead["province"], "10.261")
        self.assertGreater(datetime.fromisoformat(lead["completed_at"]),
                           heard + timedelta(seconds=_AFTER_S - 0.5))

    def test_of_who_answered_other_words_before_a_restart(self):
        self.write(f"{self.card} 12/05/1990", "1", "1")
        self.assertTrue(wait_until(self.only_the_lead_waits, ARRIVAL_S))
        self.stage.kill_gateway()
        self.change("dialogs/short_message.yaml", "Nom de famille", "Votre nom de famille")
        self.stage.start_gateway()
        self.assertTrue(wait_until(self.leads, ARRIVAL_S))
        self.assertEqual(len(self.leads()), 1)

    def test_what_she_asks_to_erase_is_no_lead(self):
        self.write(f"{self.card} 12/05/1990", "1")
        erased = self.jisr_json("person", "erase", "--yes", said=self.msisdn + "\n")
        self.assertEqual(erased["registrations"], 1)
        self.pass_time(_AFTER_S)
        self.assert_settled()
        self.assertEqual(self.leads(), [])


class LeadsCommandTest(KeptScene):
    """`jisr leads`: what is still here, for the centres."""
    CHANGES = (("dialogs/short_message.yaml", "after: 2d", "after: 1h"),)

    def lead(self, card, *answers):
        phone = self.phone()
        for number, text in enumerate((f"{card} 12/05/1990", *answers)):
            got = self.stage.callback("demo-sms", {"from": phone.msisdn, "to": "5550",
                                                   "text": text, "id": f"{phone.msisdn}-{number}"})
            self.assertEqual(got.status, 200)
        return phone.msisdn

    def test_what_is_here_is_listed_and_exported(self):
        self.stage.registry("/faults", {"mode": "reject", "count": 2})
        called = self.lead("JA111111", "2", "1")
        visits = self.lead("JA222222", "3", "2")
        self.lead("JA333333", "1")
        states = ["answering", "refused", "refused"]

        def listed(*words):
            return self.jisr_json("leads", "list", *words)["leads"]
        self.assertTrue(wait_until(
            lambda: sorted(lead["state"] for lead in listed()) == states, ARRIVAL_S), listed())
        hers, = listed("--centre", "Guelmim")
        self.assertEqual((hers["kind"], hers["tags"]), ("lead", ["call_back"]))
        self.assertLess(hers["made"], hers["due"])
        self.assertEqual(listed("--kind", "call_back"), [])
        shown = self.jisr("leads", "list") + json.dumps(listed())
        for secret in (called, visits, called[1:], "JA111111"):
            self.assertNotIn(secret, shown)

        sheet = self.stage.folder / "leads.csv"
        said = self.jisr("leads", "export", "-o", str(sheet), "--by", "amal", "--reason", "today")
        self.assertNotIn(called[1:], said)
        self.assertEqual(sheet.stat().st_mode & 0o777, 0o600)
        text = sheet.read_bytes()
        self.assertTrue(text.startswith(b"\xef\xbb\xbf"), "spreadsheets see that it is UTF-8")
        rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
        self.assertEqual({row["msisdn"]: (row["centre"], row["national_id"]) for row in rows},
                         {called: ("Guelmim", "JA111111"), visits: ("Sidi Ifni", "JA222222")})
        self.assertEqual(rows[0]["consent.version"], "2026-11/2")
        self.jisr("leads", "export", "--json", "--centre", "Guelmim", "-o", str(sheet))
        one, = json.loads(sheet.read_text())
        self.assertEqual(one["body"]["msisdn"], called)
        audit = self.jisr("audit")
        self.assertIn("leads export", audit)
        self.assertIn("amal", audit)
        self.assertNotIn("leads list", audit)


if __name__ == "__main__":
    unittest.main()
