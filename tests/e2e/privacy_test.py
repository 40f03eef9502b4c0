"""What is kept of a woman: unreadable, shown and erased at her request, gone when its time is over;
and what people do by hand is on record.
"""
import json
import os
import re
import subprocess
import unittest

from kept_scene import KeptScene
from scene import ARRIVAL_S, FRENCH, body_of, wait_until

_NAMES = ("El Amrani", "Fatima", "JA654321")


class PrivacyTest(KeptScene):
    def refuse_next(self):
        self.stage.registry("/faults", {"mode": "reject", "count": 1})

    def dead(self):
        return self.jisr_json("outbox", "list", "--dead")["entries"]

    def show(self, phone):
        return self.jisr_json("person", "show", said=phone.msisdn + "\n")

    def test_nothing_of_her_is_readable(self):
        phone = self.phone()
        self.assert_held_once(self.reference_on(self.walk(phone, FRENCH)))
        other = self.phone()
        self.walk(other, FRENCH[:8])  # her answers stay, since she has not finished
        self.jisr("person", "show", said=phone.msisdn)
        self.jisr("person", "erase", "--yes", said=other.msisdn)
        logs = self.log_of_gateway() + self.jisr("audit")
        redis = self.in_redis().decode("latin-1")
        for place, text in (("the log", logs), ("Redis", redis)):
            for name in (*_NAMES, phone.msisdn[1:], other.msisdn[1:], phone.msisdn[4:]):
                self.assertNotIn(name, text, place)

    def test_her_request(self):
        phone = self.phone()
        self.refuse_next()
        self.walk(phone, FRENCH)
        self.assertTrue(wait_until(lambda: len(self.show(phone)["outbox"]) == 1 and
                                   self.show(phone)["outbox"][0]["state"] == "refused", ARRIVAL_S))
        phone.dial("*555#")
        for answer in FRENCH[:6]:
            phone.answer(answer)
        shown = self.show(phone)
        self.assertEqual(shown["number"], phone.msisdn)
        sessions = shown["conversations"][0]["sessions"]
        self.assertEqual(sessions[0]["answers"]["family_name"], "El Amrani")
        self.assertEqual(sessions[0]["dialog"], "jisr")
        # Beside it waits the reminder of the call that is open now, in any order.
        refused, = [one for one in shown["outbox"] if one["state"] == "refused"]
        self.assertIn("El Amrani", json.dumps(refused["content"]))
        self.assertTrue(shown["registered_before"])
        self.assertIn(shown["caller_in_logs"], self.log_of_gateway())
        entry = refused["id"]

        # As she writes it, on the command line, and from a file: the same woman.
        national = "0" + phone.msisdn[4:]
        file = self.stage.folder / "number.txt"
        file.write_text(national + "\n")
        self.assertEqual(self.jisr_json("person", "show", national)["number"], phone.msisdn)
        self.assertEqual(self.jisr_json("person", "show", "--file", str(file))["number"],
                         phone.msisdn)
        self.assertIn("no phone number", self.jisr("person", "show", said="x\n", code=2))

        self.assertIn("nothing is erased", self.jisr("person", "erase", said=national, code=1))
        self.assertTrue(self.show(phone)["conversations"])
        erased = self.jisr_json("person", "erase", "--yes", "--reason", "her letter", said=national)
        self.assertEqual(erased["registrations"], 0)
        self.assertTrue(any(entry in line for line in erased["stays"]), erased)
        shown = self.show(phone)
        self.assertEqual(shown["conversations"], [])
        self.assertFalse(shown["registered_before"])
        self.assertEqual([one["id"] for one in shown["outbox"]], [entry])
        erased = self.jisr_json("person", "erase", "--yes", "--also-outbox", said=national)
        self.assertEqual(erased["registrations"], 1)
        self.assertEqual(self.show(phone)["outbox"], [])
        self.assertEqual([one for one in self.dead() if one["id"] == entry], [])
        # Nothing in Redis is under her pseudonym any more, and she begins as a new one.
        self.assertIn("Français", phone.dial("*555#").text)

    def test_stop_stays(self):
        phone = self.phone()
        self.stage.callback("demo-sms", {"from": phone.msisdn, "to": "5550", "text": "STOP",
                                         "id": phone.msisdn})
        self.assertTrue(self.show(phone)["said_stop"])
        erased = self.jisr_json("person", "erase", "--yes", said=phone.msisdn)
        self.assertTrue(any("STOP" in line for line in erased["stays"]), erased)
        self.assertTrue(self.show(phone)["said_stop"])

    def test_acts_are_on_record(self):
        self.refuse_next()
        self.walk(self.phone(), FRENCH)
        self.assertTrue(wait_until(self.dead, ARRIVAL_S))
        entry = self.dead()[0]["id"]
        self.jisr("outbox", "show", entry, "--by", "amal")
        self.jisr("outbox", "drop", entry, "--reason", "a test call", "--by", "amal")
        self.jisr("outbox", "show", entry, "--by", "0612345678", code=1)
        self.jisr("person", "show", "--reason", "for +212612345678", said="0612345678", code=1)
        acts = self.jisr_json("audit", "--days", "1")["acts"]
        mine = [act for act in acts if act["target"] == entry]
        self.assertEqual([act["what"] for act in mine], ["outbox show", "outbox drop"])
        self.assertRegex(mine[0]["by"], r"^amal, as \S+")
        self.assertEqual(mine[1]["reason"], "a test call")
        self.assertRegex(mine[0]["at"], r"^20\d\d-")
        self.assertIsNone(self.number_in(json.dumps(acts)))
        # What cannot be written down is not done.
        self.stage.redis.command("RENAME", "jisr:{versions}:audit", "jisr:{versions}:aside")
        self.stage.redis.command("SET", "jisr:{versions}:audit", "no stream")
        try:
            said = self.jisr("person", "show", said="0612345678", code=1)
            self.assertIn("cannot be put on record, so nothing is done", said)
            self.assertNotIn("conversations", said)
        finally:
            self.stage.redis.command("RENAME", "jisr:{versions}:aside", "jisr:{versions}:audit")

    def test_consent_goes_with_the_registration(self):
        reference = self.reference_on(self.walk(self.phone(), FRENCH))
        self.assert_held_once(reference)
        record = body_of(self.records_of(reference)[0])
        self.assertRegex(record["consent"]["version"], r"\S")
        self.assertEqual(record["channel"], "demo-ussd")
        self.assertEqual(record["language"], "fr")
        self.assertRegex(record["completed_at"], r"^20\d\d-\d\d-\d\dT")

    def test_a_consent_that_says_something_else_has_another_version(self):
        old = self.stage.folder / "config/dialogs/jisr.yaml"
        new = self.stage.folder / "config/dialogs/changed.yaml"
        text = old.read_text(encoding="utf-8")
        changed = text.replace("inscription gratuite. Vos données", "gratuit. Vos données", 1)
        self.assertNotEqual(changed, text)
        version = re.search(r'^consent_version: "(.*?)"', text, re.MULTILINE)[1]
        for content, warns in ((changed, True), (changed.replace(version, "2027-01/1", 1), False)):
            new.write_text(content, encoding="utf-8")
            ran = subprocess.run([str(self.stage.build_dir / "jisr"), "diff", str(old), str(new)],
                                 capture_output=True, text=True, timeout=60, check=False,
                                 env=os.environ)
            self.assertEqual(ran.returncode, 1, ran.stderr)
            self.assertEqual("consent_version is still" in ran.stdout, warns, ran.stdout)


class RetentionTest(KeptScene):
    CHANGES = (("gateway.yaml", "outbox:\n",
                "outbox:\n  sweep: 100ms\n  refused: 1s\n  dropped: 1h\n"),)

    def test_what_is_set_aside_has_its_time(self):
        self.stage.registry("/faults", {"mode": "reject", "count": 1})
        self.walk(self.phone(), FRENCH)

        def dropped():
            return self.jisr_json("outbox", "list", "--dropped")["dropped"]

        self.assertTrue(wait_until(dropped, ARRIVAL_S))
        self.assertIn("its time was over", dropped()[0]["reason"])
        self.assertEqual(self.jisr_json("outbox", "list", "--dead")["entries"], [])
        self.assertIn("outbox_time_over", self.log_of_gateway())


if __name__ == "__main__":
    unittest.main()
