"""How what comes in finds its dialog: several services on one line, what is dialled behind a code,
keywords, and STOP. On real sockets, with two USSD providers that tell it differently.
"""
import json
import unittest
import uuid
from pathlib import Path

from scene import ARRIVAL_S, Phone, Scene, Stage, wait_until

_CONFIG = Path(__file__).parent / "services/gateway.yaml"
_JSON = {"Content-Type": "application/json", "Authorization": "Bearer demo"}


class JsonCall:
    """A call on the line whose provider tells all that was dialled, and the last answer only."""

    def __init__(self, stage, msisdn, code):
        self._stage, self._said = stage, 0
        self._call = {"session": uuid.uuid4().hex, "msisdn": msisdn, "service": code}
        self.page = self._post({"event": "begin"})

    def answer(self, text):
        self.page = self._post({"event": "answer", "text": text})
        return self.page

    def _post(self, event):
        self._said += 1
        event = {**self._call, **event, "message_id": str(self._said)}
        reply = self._stage.request(f"{self._stage.callbacks_url}/callbacks/dialled",
                                    json.dumps(event).encode(), _JSON)
        return reply.json()["text"]


class ServicesTest(Scene):
    @classmethod
    def setUpClass(cls):
        cls.stage = Stage(config=_CONFIG)
        cls.addClassCleanup(cls.stage.stop)
        cls.stage.start_redis()
        cls.stage.start_simulator("--schema", "")
        cls.stage.start_gateway()

    def setUp(self):
        Scene._next += 1
        self.phone = Phone(self.stage, "cumulative", f"+2126{Scene._next:08}")
        self._sent = 0

    def dialled(self, code):
        return JsonCall(self.stage, self.phone.msisdn, code)

    def write(self, text, to="5550"):
        self._sent += 1
        answer = self.stage.callback("services-sms", {
            "from": self.phone.msisdn, "to": to, "text": text, "id": f"{Scene._next}-{self._sent}"})
        self.assertEqual(answer.status, 200)

    def got(self):
        return [sms.text for sms in self.stage.sms.received if sms.to == self.phone.msisdn]

    def read(self, count):
        """Her `count`th SMS, when it has come."""
        self.assertTrue(wait_until(lambda: len(self.got()) >= count, ARRIVAL_S), self.got())
        return self.got()[count - 1]

    def counted(self, name):
        return self.stage.admin("/status").json()[name]

    def register(self, answers=("1", "1", "Amina", "1")):
        page = self.phone.dial("*555#")
        for answer in answers:
            page = self.phone.answer(answer)
        return self.reference_on(page)

#-- -- services and deep dials -- --

    def test_each_code_begins_its_dialog(self):
        self.assertIn("العربية", self.phone.dial("*555#").text)
        self.assertIn("Nos SMS", self.phone.dial("*555*7#").text)
        self.assertIn("العربية", self.dialled("*555#").page)
        self.assertIn("Nos SMS", self.dialled("*555*7#").page)

    def test_what_is_dialled_behind_a_code_answers_the_first_screens(self):
        for code, shown in (("*555*1#", "Accord?"), ("*555*1*1#", "Nom?"),
                            ("*555*1*9#", "Choix invalide."), ("*555*5*1#", "Choix invalide."),
                            ("*555*7*9#", "Nos SMS")):
            with self.subTest(code):
                self.setUp()
                self.assertIn(shown, self.dialled(code).page)
#The other provider tells the code that it was given, and the rest as a text.
                self.setUp()
                reply = self.stage.callback("cumulative", {
                    "sessionId": uuid.uuid4().hex, "phoneNumber": self.phone.msisdn,
                    "serviceCode": "*555#", "text": code[5:-1]})
                self.assertIn(shown, reply.body)

    def test_a_deep_dial_goes_on_to_a_registration(self):
        call = self.dialled("*555*1*1#")
        call.answer("Amina")
        page = call.answer("1")
        reference = self.reference_on(type("Page", (), {"text": page, "is_open": False}))
        self.assert_held_once(reference)

    def test_a_call_to_another_service_leaves_the_first_as_it_was(self):
        call = self.dialled("*555*1*1#")
        call.answer("Amina")
        self.assertIn("Au revoir", self.dialled("*555*7*3#").answer("3"))
        again = self.dialled("*555*1#")  # the 1 is not taken as "go on"
        self.assertIn("Continuer", again.page)
        self.assertIn("Amina", again.answer("1"))

    def test_a_late_callback_finds_the_call_that_was_left(self):
        first = self.dialled("*555*1*1#")
        self.dialled("*555*7#")
        self.assertIn("Amina", first.answer("Amina"))

#-- -- keywords -- --

    def test_a_keyword_with_answers(self):
        self.write("jisr 1 1 Amina")
        self.assertIn("Nom?", self.read(1))
        self.write("Amina")
        self.assertIn("Confirmer", self.read(2))

    def test_another_keyword_begins_another_dialog_and_the_first_is_kept(self):
        self.write("جسر 1 1")
        self.read(1)
        self.write("SMS")
        self.assertIn("Nos SMS", self.read(2))
        self.write("3")
        self.assertIn("Au revoir", self.read(3))
        self.write("Jisr")
        self.assertIn("Continuer", self.read(4))

    def test_a_keyword_of_another_number_is_none(self):
        self.write("SMS", to="8360")
        self.write("Jisr", to="8360")
        self.assertIn("العربية", self.read(1))

#-- -- STOP -- --

    def test_stop_withholds_and_start_undoes(self):
        self.write("Stop.")
        self.assertIn("START", self.read(1))
        self.write("ARRET")  # answered once
        before = self.counted("sms_withheld")
        self.assert_held_once(self.register())
        self.assertTrue(wait_until(lambda: self.counted("sms_withheld") == before + 1, ARRIVAL_S))
        self.write("ابدأ")
        self.assertIn("قف", self.read(2))
        self.register(("1", "1", "Amina", "1"))
        self.assertIn("Recu", self.read(3))
        self.assertEqual(len(self.got()), 3)

    def test_what_she_writes_herself_is_answered_after_stop(self):
        self.write("قف")
        self.assertIn("ابدأ", self.read(1))
        self.write("Jisr")
        self.assertIn("العربية", self.read(2))
        self.write("1")
        self.assertIn("Accord?", self.read(3))

    def test_stop_ends_a_conversation(self):
        self.write("Jisr")
        self.read(1)
        self.write("STOP")
        self.read(2)
        self.write("1")
        self.write("AIDE")
        self.assertIn("START", self.read(3), "help, and no page")

    def test_stop_after_it_was_queued_counts(self):
        self.stage.sms.refuse(503)
        before = self.counted("sms_withheld")
        self.write("Jisr")
        self.assertTrue(wait_until(lambda: not self.stage.sms._refusals, ARRIVAL_S))
        self.write("STOP")
        self.assertTrue(wait_until(lambda: self.counted("sms_withheld") == before + 1, ARRIVAL_S))
        self.assertEqual(len(self.got()), 1, self.got())

    def test_a_line_that_answers_in_the_response(self):
        def ask(number, text):
            sms = {"msisdn": self.phone.msisdn, "to": "8352", "text": text,
                   "message_id": f"r{Scene._next}-{number}"}
            return self.stage.request(f"{self.stage.callbacks_url}/callbacks/in-response",
                                      json.dumps(sms).encode(), _JSON).body

        self.assertIn("START", ask(1, "STOP"))
        self.assertNotIn("START", ask(2, "stop"))
        self.assertIn("Accord?", ask(3, "JISR 1"))

    def test_a_dialog_says_stop_and_asks(self):
        self.assertIn("Plus jamais", self.phone.dial("*555*7#").text)
        self.assertIn("Plus de SMS", self.phone.answer("1").text)
        before = self.counted("sms_withheld")
        self.register()
        self.assertTrue(wait_until(lambda: self.counted("sms_withheld") == before + 1, ARRIVAL_S))
        self.assertNotIn("Plus jamais", self.phone.dial("*555*7#").text)
        self.assertIn("A bientot", self.phone.answer("2").text)
        self.register()
        self.assertIn("Recu", self.read(1))


    # ---- from one medium to the other ----

    def test_a_call_goes_on_by_sms(self):
        self.phone.dial("*555#")
        for answer in ("1", "1"):
            page = self.phone.answer(answer)
        self.assertIn("7 Par SMS", page.text)
        page = self.phone.answer("7")
        self.assertFalse(page.is_open)
        self.assertIn("Nom?", self.read(1))
        self.assertNotIn("Par SMS", self.read(1), "she writes already")
        self.write("El Amrani")
        self.assertIn("El Amrani", self.read(2))
        self.write("1")
        reference = self.reference_on(
            type("Sms", (), {"text": self.read(3), "is_open": False}))
        self.assert_held_once(reference)
        self.assertIn("Recu", self.read(4))
        self.assertIn("العربية", self.phone.dial("*555#").text, "nothing is left behind")

    def test_who_goes_on_by_sms_and_dials_is_asked_there(self):
        self.phone.dial("*555#")
        for answer in ("1", "1", "7"):
            self.phone.answer(answer)
        self.read(1)
        self.assertIn("Continuer", self.phone.dial("*555#").text)
        self.assertIn("Nom?", self.phone.answer("1").text)
        self.write("Amina")  # which is no conversation any more
        self.assertIn("Confirmer", self.phone.answer("Zineb").text)
        self.assertEqual(len(self.got()), 1)

    def test_who_began_a_call_and_writes_is_asked_there(self):
        self.phone.dial("*555#")
        for answer in ("1", "1", "Amina"):
            self.phone.answer(answer)
        self.write("jisr")
        self.assertIn("Continuer", self.read(1))
        self.write("1")
        self.assertIn("Amina", self.read(2))

    def test_a_call_does_not_go_on_by_sms_after_stop(self):
        self.write("STOP")
        self.read(1)
        self.phone.dial("*555#")
        self.phone.answer("1")
        self.assertNotIn("Par SMS", self.phone.answer("1").text)


if __name__ == "__main__":
    unittest.main()
