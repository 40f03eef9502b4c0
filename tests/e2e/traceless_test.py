"""A page without a trace, over real sockets: she reads the number to call for help, hangs up, goes
on the next time where she was, and registers. Nothing of the page is anywhere afterwards.
"""
import json
import unittest

from kept_scene import KeptScene
from scene import ARRIVAL_S, CODE, FRENCH, body_of, wait_until

_NUMBER = "8350835083"  # so long that no time and no hash holds it by chance
_WORDS = "Appelez jour et nuit"
_LABEL = "Autres informations"
_CHOICE = "      - {key: 5, value: job, text: {ar: شغل, fr: Emploi}, next: spoken_language}\n"
_BEFORE = 12  # answers of FRENCH up to the menu that has the page
_FUNNEL_S = 12.0


class TracelessTest(KeptScene):
    CHANGES = (
        ("countries/ma.yaml", 'helpline: "8350"', f'helpline: "{_NUMBER}"'),
        ("dialogs/jisr.yaml", _CHOICE, _CHOICE +
         f"      - {{key: 6, text: {{ar: أخرى, fr: {_LABEL}}}, "
         f'traceless: {{ar: "{{country.helpline}}", fr: "{_WORDS}: {{country.helpline}}"}}}}\n'),
    )

    @classmethod
    def before_start(cls):
        cls.stage.environment["JISR_LOG_LEVEL"] = "debug"

    def funnel(self):
        """The counts by screen."""
        dialogs = self.jisr_json("funnel", "--days", "1", "jisr")["dialogs"]
        return {one["screen"]: one for dialog in dialogs for one in dialog["screens"]}

    def traces_of(self, phone):
        """Every place where something could be left, by its name."""
        return {"the log": self.log_of_gateway(),
                "Redis": self.in_redis().decode("latin-1"),
                "what is kept of her": self.jisr("person", "show", "--json", said=phone.msisdn),
                "the counts": json.dumps(self.funnel()),
                "/status": self.stage.admin("/status").body,
                "her SMS": " ".join(sms.text for sms in self.stage.sms.to(phone.msisdn)),
                "the registry": json.dumps(self.stage.records())}

    def assert_no_trace(self, phone):
        for place, text in self.traces_of(phone).items():
            for sign in (_NUMBER, _WORDS, _LABEL, "traceless", "helpline"):
                self.assertNotIn(sign, text, place)

    def at_the_menu(self, phone):
        phone.dial(CODE)
        for answer in FRENCH[:_BEFORE]:
            page = phone.answer(answer)
        self.assertIn(_LABEL, page.text)
        return page

    def test_it_leaves_nothing_and_she_goes_on_where_she_was(self):
        phone = self.phone()
        menu = self.at_the_menu(phone)
        for key in ("0", "6"):
            page = phone.answer("6")
            self.assertEqual(page.text, f"{_WORDS}: {_NUMBER}\n0 Retour")
            self.assertTrue(page.is_open)
            self.assert_no_trace(phone)  # while she reads it
            self.assertEqual(phone.answer(key).text, menu.text)
        phone.answer("6")  # and she hangs up
        self.assertIn("pas terminé", phone.dial(CODE).text)
        self.assertEqual(phone.answer("1").text, menu.text)
        for answer in FRENCH[_BEFORE:]:
            page = phone.answer(answer)
        reference = self.reference_on(page)
        self.assert_held_once(reference)
        self.assertEqual(body_of(self.records_of(reference)[0])["first_need"], "training")
        self.assertTrue(wait_until(lambda: self.stage.sms.to(phone.msisdn), ARRIVAL_S))
        self.assertTrue(wait_until(lambda: self.funnel().get("done", {}).get("ended"), _FUNNEL_S))
        self.assertEqual(self.funnel()["first_need"]["wrong"], 0)
        self.assert_no_trace(phone)

    def test_a_repeated_callback_shows_it_again(self):
        phone = self.phone()
        self.at_the_menu(phone)
        page = phone.answer("6")
        self.assertEqual(phone._ask().text, page.text)
        self.assertNotEqual(phone.answer("0").text, page.text)

    def test_it_is_not_offered_by_sms(self):
        phone = self.phone()
        self.at_the_menu(phone)
        phone.answer("6")  # then she writes from the same phone
        sent = 0
        for text in ("JISR", "1"):
            sent += 1
            self.stage.callback("demo-sms", {"from": phone.msisdn, "to": "5550", "text": text,
                                             "id": f"{phone.msisdn}-{sent}"})
            self.assertTrue(wait_until(lambda: len(self.stage.sms.to(phone.msisdn)) >= sent,
                                       ARRIVAL_S))
        last = self.stage.sms.to(phone.msisdn)[-1].text
        self.assertIn("Emploi", last, "the menu where she was")
        self.assert_no_trace(phone)


if __name__ == "__main__":
    unittest.main()
