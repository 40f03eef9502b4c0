"""Registration by SMS as Morocco knows it from 2727: card and birth in one message, in either
order; then the rest by SMS, a call, or the centre. And a cooperative, by its president.
"""
import re
import unittest

from scene import ARRIVAL_S, Scene, body_of, wait_until


class ShortMessageTest(Scene):
    _cards = 500000

    def setUp(self):
        Scene._next += 1
        ShortMessageTest._cards += 1
        self.msisdn = f"+2126{Scene._next:08}"
        self.card = f"JB{ShortMessageTest._cards}"
        self._sent = 0

    def write(self, text):
        """Her SMS, and the one that answers it."""
        self._sent += 1
        before = len(self.got())
        answer = self.stage.callback("demo-sms", {
            "from": self.msisdn, "to": "5550", "text": text, "id": f"{Scene._next}-{self._sent}"})
        self.assertEqual(answer.status, 200)
        self.assertTrue(wait_until(lambda: len(self.got()) > before, ARRIVAL_S), self.got())
        return self.got()[before]

    def got(self):
        return [sms.text for sms in self.stage.sms.received if sms.to == self.msisdn]

    def record(self, text):
        reference = re.search(r"(?<!\d)\d{8}(?!\d)", text)
        self.assertIsNotNone(reference, text)
        self.assertTrue(wait_until(lambda: self.records_of(reference[0]), ARRIVAL_S), text)
        self.assertEqual(len(self.records_of(reference[0])), 1)
        return body_of(self.records_of(reference[0])[0])

    def test_the_message_in_each_form_leads_to_the_consent(self):
        arabic = str(ShortMessageTest._cards).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        for text in (f"{self.card} 12/05/1990", f"12/05/1990 {self.card}",
                     f"12051990 {self.card.lower()}", f"JB {self.card[2:]}, 12 05 1990",
                     f"jisr {self.card} 12.05.1990", f"JB{arabic} ١٢/٠٥/١٩٩٠"):
            with self.subTest(text):
                Scene._next += 1
                self.msisdn = f"+2126{Scene._next:08}"
                page = self.write(text)
                self.assertIn("5 Francais", page)
                self.assertIn("4 لا", page)

    def test_the_missing_answers_by_sms(self):
        self.write(f"12051990 {self.card.lower()}")
        self.write("5")
        self.assertIn("J'accepte", self.write("2"))
        self.assertIn("Province", self.write("1"))
        self.assertIn("Nom", self.write("1"))
        for answer in ("Alaoui", "Fatima", "1", "2", "1", "1"):
            self.write(answer)
        body = self.record(self.write("2"))
        self.assertEqual((body["national_id"], body["birth_date"]), (self.card, "1990-05-12"))
        self.assertEqual((body["family_name"], body["msisdn"]), ("Alaoui", self.msisdn))

    def test_a_call_or_the_centre_is_a_lead(self):
        for way, tag in (("2", "call_back"), ("3", "centre")):
            with self.subTest(tag):
                self.setUp()
                self.write(f"{self.card} 1990")
                self.write(way)
                body = self.record(self.write("1"))
                self.assertEqual(body["tags"], [tag])
                self.assertEqual((body["national_id"], body["birth_year"], body["province"]),
                                 (self.card, 1990, "10.261"))
                self.assertNotIn("family_name", body)
                self.assertEqual(body["centre"], "Guelmim", "the centre of her province")
        self.assertTrue(any("0500000001" in text for text in self.got()), "where to go")

    def test_a_lead_of_another_province_is_of_no_centre(self):
        self.write(f"{self.card} 1990")
        self.write("2")
        body = self.record(self.write("7"))
        self.assertNotIn("province", body)
        self.assertNotIn("centre", body)

    def test_what_does_not_do_is_asked_again(self):
        self.assertIn("18", self.write(f"{self.card} 12/05/2015"), "too young")
        self.assertIn("5 Francais", self.write("12/05/1990"))

    def test_nothing_is_registered_without_her_consent(self):
        before = len(self.stage.records())
        self.write(f"{self.card} 12/05/1990")
        self.assertIn("لم يسجل", self.write("4"))
        self.assertEqual(len(self.stage.records()), before)

    def test_in_the_middle_it_asks_whether_to_go_on(self):
        self.write(f"{self.card} 12/05/1990")
        self.write("1")
        page = self.write(f"{self.card} 12/05/1990")
        self.assertIn("1 متابعة", page)

    def test_a_president_registers_her_cooperative(self):
        self.write("coop")
        self.assertIn("coopérative", self.write("2"))
        self.write("1")
        for answer in ("Tighmert", "1", "1234", "4"):
            page = self.write(answer)
        self.assertIn("au moins 5", page)
        for answer in ("7", "6", "3", "1", "Guelmim", "Fatima El Amrani", "0612345679", "Amina"):
            page = self.write(answer)
        self.write("8")
        self.assertIn("Tighmert", self.write("2"))
        body = self.record(self.write("1"))
        self.assertEqual((body["name"], body["state"], body["number"]),
                         ("Tighmert", "registered", 1234))
        self.assertEqual((body["members"], body["women"], body["sector"]), (7, 6, "food"))
        self.assertEqual(body["president"], {"name": "Fatima El Amrani",
                                             "phone": "+212612345679"})
        self.assertEqual(body["treasurer"], {"name": "Amina"})
        self.assertFalse(body["consent"]["sms"])


if __name__ == "__main__":
    unittest.main()
