"""Look-ups through real sockets: found, not found, slow, broken; the next call goes on where the
service failed. With what a registration of another woman needs: a kind, tags, an SMS to her phone.
"""
import time
import unittest
from pathlib import Path

from scene import ARRIVAL_S, Phone, Scene, Stage, wait_until

_CODE = "*556#"
_CONFIG = Path(__file__).parent / "lookups/gateway.yaml"


class LookupTest(Scene):
    _cards = 100000

    @classmethod
    def setUpClass(cls):
        cls.stage = Stage(config=_CONFIG)
        cls.addClassCleanup(cls.stage.stop)
        cls.stage.start_redis()
        cls.stage.start_simulator("--schema", "")
        cls.stage.start_gateway()

    def setUp(self):
        Scene._next += 1
        LookupTest._cards += 1
        self.card = f"JA{LookupTest._cards}"
        self.phone = Phone(self.stage, "helper-ussd", f"+2126{Scene._next:08}")
        self.addCleanup(self.fault, "ok")

    def fault(self, mode: str, count: int = 0):
        told = self.stage.registry("/faults", {"mode": mode, "count": count, "of": "persons"})
        self.assertEqual(told.status, 200, told.body)

    def asked(self) -> int:
        return self.stage.registry("/counts").json()["persons"]

    def ask_for(self, card: str, phone: str = "1"):
        """The page after the look-up."""
        self.phone.dial(_CODE)
        self.phone.answer(card)
        return self.phone.answer(phone)

    def record_of(self, key: str, value: str) -> dict:
        def found():
            return [record for record in self.stage.records() if record.get(key) == value]

        self.assertTrue(wait_until(found, ARRIVAL_S), f"no record with {key} {value}")
        self.assertEqual(len(found()), 1)
        return found()[0]

    def test_a_new_person_is_registered_and_found_by_the_next_call(self):
        self.assertIn("Pas encore", self.ask_for(self.card).text)
        reference = self.reference_on(self.phone.answer("1"))
        body = self.record_of("reference", reference)
        self.assertEqual(body["national_id"], self.card)
        self.assertEqual(body["kind"], "registration")
        self.assertEqual(body["tags"], ["helped", "centre"])
        self.assertIsNone(body["phone"])
        self.phone = Phone(self.stage, "helper-ussd", "+212655555555")
        found = self.ask_for(self.card)
        self.assertEqual(found.text, f"Dossier {reference} complet yes pages 2")
        self.assertFalse(found.is_open)

    def test_what_was_begun_while_she_read_is_asked_once(self):
        before = self.asked()
        self.phone.dial(_CODE)
        self.phone.answer(self.card)
        self.assertTrue(wait_until(lambda: self.asked() == before + 1, ARRIVAL_S))
        self.assertIn("Pas encore", self.phone.answer("1").text)
        self.assertEqual(self.asked(), before + 1)

    def test_a_slow_service_fails_in_time_and_the_next_call_goes_on(self):
        self.fault("timeout")
        self.phone.dial(_CODE)
        self.phone.answer(self.card)
        begun = time.monotonic()
        late = self.phone.answer("1")
        self.assertLess(time.monotonic() - begun, 2.0)
        self.assertIn("plus tard", late.text)
        self.assertFalse(late.is_open)
        self.fault("ok")
        self.assertTrue(wait_until(lambda: "Pas encore" in self.phone.dial(_CODE).text, ARRIVAL_S),
                        "the next call asks again, and not for her card")
        reference = self.reference_on(self.phone.answer("1"))
        self.assertEqual(self.record_of("reference", reference)["national_id"], self.card)

    def test_whatever_is_broken_has_failed(self):
        for mode in ("status:500", "status:401", "not_json", "garbage", "reset", "huge"):
            with self.subTest(mode):
                self.setUp()
                self.fault(mode)
                self.assertIn("plus tard", self.ask_for(self.card).text)
                self.fault("ok")
                self.assertIn("Pas encore", self.phone.dial(_CODE).text)

    def test_a_call_back_goes_to_its_own_address(self):
        self.ask_for(self.card)
        reference = self.reference_on(self.phone.answer("2"))
        body = self.record_of("reference", reference)
        self.assertEqual(body, {"reference": reference, "call": self.phone.msisdn,
                                "about": self.card, "where": ["centre"], "urgent": False})

    def test_the_sms_goes_to_the_one_who_is_registered(self):
        hers = f"06777{Scene._next:05}"
        self.ask_for(self.card, hers)
        reference = self.reference_on(self.phone.answer("1"))
        sms = self.stage.sms.wait_for("+212" + hers[1:], ARRIVAL_S)
        self.assertIsNotNone(sms)
        self.assertEqual(sms.text, f"Vous avez le dossier {reference}")
        self.assertIsNone(self.stage.sms.wait_for(self.phone.msisdn, 0.5))

    def test_a_number_that_is_none_gets_no_sms(self):
        self.ask_for(self.card, "1234")
        reference = self.reference_on(self.phone.answer("1"))
        self.record_of("reference", reference)
        self.assertFalse([sms for sms in self.stage.sms.received if reference in sms.text])

    def test_who_registered_before_is_known(self):
        self.assertIn("helper-ussd ussd: sa CIN?", self.phone.dial(_CODE).text)
        self.phone.answer(self.card)
        self.phone.answer("1")
        self.phone.answer("2")
        self.assertIn("sa CIN?", self.phone.dial(_CODE).text, "a call-back is no registration")
        self.phone.answer(self.card)
        self.phone.answer("1")
        self.phone.answer("1")
        self.assertIn("helper-ussd ussd: encore vous?", self.phone.dial(_CODE).text)

    def test_the_counts_and_the_log_tell_it_without_names(self):
        before = self.stage.admin("/status").json()
        self.fault("status:500")
        self.ask_for(self.card)
        after = self.stage.admin("/status").json()
        self.assertEqual(after["lookups"] - before["lookups"], 1)
        self.assertEqual(after["lookups_failed"] - before["lookups_failed"], 1)
        log = self.stage.gateway.log.read_text()
        self.assertIn("lookup_failed", log)
        self.assertNotIn(self.card, log)


if __name__ == "__main__":
    unittest.main()
