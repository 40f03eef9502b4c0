"""One registration, whole, as each woman may live it: in two languages, with slips and changes."""
import unittest

from scene import ARABIC, ARRIVAL_S, FRENCH, Scene, body_of


class RegistrationTest(Scene):
    def test_french(self):
        phone = self.phone()
        last = self.walk(phone, FRENCH)
        reference = self.reference_on(last)
        self.assert_held_once(reference)
        body = body_of(self.records_of(reference)[0])
        self.assertEqual(body["language"], "fr")
        self.assertEqual(body["family_name"], "El Amrani")
        self.assertEqual(body["national_id"], "JA654321")
        self.assertEqual(body["birth_year"], 1990)
        self.assertEqual(body["commune"], "10.261.01.03")
        self.assertEqual(body["msisdn"], phone.msisdn)
        sms = self.stage.sms.wait_for(phone.msisdn, ARRIVAL_S)
        self.assertIsNotNone(sms)
        self.assertIn(reference, sms.text)

    def test_arabic(self):
        phone = self.phone()
        reference = self.reference_on(self.walk(phone, ARABIC))
        self.assert_held_once(reference)
        body = body_of(self.records_of(reference)[0])
        self.assertEqual(body["language"], "ar")
        self.assertEqual(body["first_name"], "فاطمة")
        self.assertEqual(body["national_id"], "JA654321")
        self.assertEqual(body["birth_year"], 1990)
        sms = self.stage.sms.wait_for(phone.msisdn, ARRIVAL_S)
        self.assertIn(reference, sms.text)

    def test_every_page_fits(self):
        for answers, limit in ((FRENCH, 160), (ARABIC, 70)):
            phone = self.phone()
            screen = phone.dial("*555#")
            for answer in answers:
                self.assertLessEqual(len(screen.text), limit, screen.text)
                self.assertRegex(screen.page, r"^(gsm7 \d+/160|ucs2 \d+/70)$")
                screen = phone.answer(answer)

    def test_a_wrong_answer_at_every_question_is_asked_again(self):
        phone = self.phone()
        screen = phone.dial("*555#")
        # At each page something that it cannot take; a name takes any letters, so digits there.
        wrong = ["7", "7", "7", "123", "45", "x", "12", "6", "zzz", "zzz"] + ["8"] * 6 + ["5"]
        for answer, slip in zip(FRENCH, wrong):
            before = screen.text
            again = phone.answer(slip)
            self.assertTrue(again.is_open, again.text)
            self.assertNotEqual(again.text, before, "she is told that it was wrong")
            screen = phone.answer(answer)
        self.assert_held_once(self.reference_on(screen))

    def test_too_many_wrong_answers_end_kindly(self):
        phone = self.phone()
        screen = self.walk(phone, FRENCH[:2])
        for _ in range(3):
            screen = phone.answer("77")
        self.assertFalse(screen.is_open)
        self.assertIn("Entraide", screen.text)

    def test_back_and_change_one_answer(self):
        phone = self.phone()
        screen = self.walk(phone, FRENCH[:4])
        self.assertIn("Prénom", screen.text)
        self.assertIn("Nom de famille", phone.answer("0").text)
        phone.answer("Amrani")
        for answer in FRENCH[4:-1]:
            screen = phone.answer(answer)
        self.assertIn("Amrani", screen.text)
        phone.answer("2")                       # change …
        screen = phone.answer("3")              # … the year of birth
        self.assertIn("naissance", screen.text)
        screen = phone.answer("1985")
        self.assertIn("1985", screen.text)
        reference = self.reference_on(phone.answer("1"))
        self.assert_held_once(reference)
        body = body_of(self.records_of(reference)[0])
        self.assertEqual((body["birth_year"], body["family_name"]), (1985, "Amrani"))

    def test_a_refusal_stores_nothing(self):
        phone = self.phone()
        screen = self.walk(phone, ["2", "2"])
        self.assertFalse(screen.is_open)
        self.assertIn("Rien", screen.text)

    def test_no_sms_to_a_shared_phone(self):
        phone = self.phone()
        answers = FRENCH.copy()
        answers[2] = "3"
        reference = self.reference_on(self.walk(phone, answers))
        self.assert_held_once(reference)
        self.assertEqual(body_of(self.records_of(reference)[0])["consent"]["sms"], False)
        self.assertIsNone(self.stage.sms.wait_for(phone.msisdn, 1.0))

    def test_no_personal_data_in_the_log(self):
        phone = self.phone()
        self.assert_held_once(self.reference_on(self.walk(phone, FRENCH)))
        logs = [path for path in self.stage.folder.glob("gateway*") if path.is_file()]
        log = "".join(path.read_text(errors="replace") for path in logs)
        self.assertIn("registered", log)
        for secret in ("Amrani", "Fatima", "JA654321", phone.msisdn, phone.msisdn[1:]):
            self.assertNotIn(secret, log)


if __name__ == "__main__":
    unittest.main()
