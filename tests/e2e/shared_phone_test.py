"""Two women, one phone: calls break off, and neither sees a word of the other's. Both are
registered. And an answer that was on its way when the call broke off counts once.
"""
import re
import unittest

from fault_test import form
from kept_scene import KeptScene
from scene import ARRIVAL_S, CODE, FRENCH, Scene, body_of, wait_until


def answers(family, first, card, owner="3"):
    all_of_it = FRENCH.copy()
    all_of_it[2:6] = [owner, family, first, card]
    return all_of_it


ZINEB = answers("Alaoui", "Zineb", "JA654321")
HANNA = answers("Bennis", "Hanna", "JB118877")
OPEN = ("Vous n'avez pas termin", "1 Continuer")


class SharedPhoneTest(Scene):
    def setUp(self):
        self.phone_ = self.phone()
        self.seen = ""

    def say(self, answer):
        screen = self.phone_.answer(answer)
        self.seen += screen.text + "\n"
        return screen

    def dial(self):
        screen = self.phone_.dial(CODE)
        self.seen = screen.text + "\n"
        return screen

    def go(self, all_of_it):
        screen = None
        for answer in all_of_it:
            screen = self.say(answer)
        return screen

    def assert_not_seen(self, *words):
        for word in words:
            self.assertNotIn(word, self.seen)

    def assert_asked_to_go_on(self, screen):
        for words in OPEN:
            self.assertIn(words, screen.text)

    def digits(self, screen, card):
        """What a woman with this card answers."""
        first, second = re.search(r"chiffres (\d) et (\d)", screen.text).groups()
        digits = card[2:]
        return digits[int(first) - 1] + digits[int(second) - 1]

    def assert_registered(self, screen, who):
        reference = self.reference_on(screen)
        self.assert_held_once(reference)
        body = body_of(self.records_of(reference)[0])
        self.assertEqual([body["family_name"], body["first_name"]], who[3:5])
        return body

    def test_neither_sees_a_word_of_the_others_and_both_are_registered(self):
        self.dial()
        self.go(ZINEB[:5])  # Zineb is cut off after her name
        self.assert_asked_to_go_on(self.dial())
        self.say("2")  # Hanna begins anew
        self.assert_registered(self.go(HANNA), HANNA)
        self.assert_not_seen("Zineb", "Alaoui")
        self.assert_asked_to_go_on(self.dial())
        self.assertIn("carte nationale", self.say("1").text)  # where Zineb was
        summary = self.go(ZINEB[5:-1])
        self.assertIn("* *", summary.text)
        self.assert_not_seen("Hanna", "Bennis", "Zineb", "Alaoui")
        body = self.assert_registered(self.say("1"), ZINEB)
        self.assertEqual(body["national_id"], "JA654321")

    def test_going_on_by_mistake_shows_nothing(self):
        self.dial()
        self.go(ZINEB[:5])
        self.dial()
        self.say("1")  # Hanna takes it for hers
        self.go(["JB118877"] + HANNA[6:-1])
        self.assert_not_seen("Zineb", "Alaoui")

    def test_her_proof_shows_it_again(self):
        self.dial()
        self.go(ZINEB[:9])
        self.dial()
        asked = self.say("1")
        self.assert_not_seen("Zineb", "1990")
        self.say(self.digits(asked, "JA654321"))
        self.assertIn("Zineb", self.go(ZINEB[9:-1]).text)
        self.assert_registered(self.say("1"), ZINEB)

    def test_a_wrong_proof_begins_anew_and_hers_is_kept(self):
        self.dial()
        self.go(ZINEB[:9])
        self.dial()
        self.go(["1", "00", "00"])
        self.assertIn("العربية", self.say("00").text)
        self.assert_registered(self.go(HANNA), HANNA)
        self.assert_not_seen("Zineb", "Alaoui")
        self.assert_asked_to_go_on(self.dial())
        self.say(self.digits(self.say("1"), "JA654321"))
        self.assert_registered(self.go(ZINEB[9:]), ZINEB)

    def test_each_finds_her_own_by_her_digits(self):
        self.dial()
        self.go(ZINEB[:9])
        self.dial()
        self.say("2")
        self.go(HANNA[:7])  # and Hanna is cut off, too
        self.dial()
        self.say(self.digits(self.say("1"), "JA654321"))
        self.assertIn("Zineb", self.go(ZINEB[9:-1]).text)
        self.assert_not_seen("Hanna", "Bennis")
        self.assert_registered(self.say("1"), ZINEB)
        self.dial()
        self.say(self.digits(self.say("1"), "JB118877"))
        self.assertIn("Hanna", self.go(HANNA[7:-1]).text)
        self.assert_not_seen("Zineb", "Alaoui")
        self.assert_registered(self.say("1"), HANNA)

    def test_guessing_is_bounded_over_all_calls(self):
        self.dial()
        self.go(ZINEB[:9])
        for _ in range(2):  # whoever hangs up before the third
            self.assert_asked_to_go_on(self.dial())
            self.go(["1", "00", "00"])
        self.dial()
        self.go(["1", "00", "00"])
        self.assertIn("العربية", self.dial().text)
        self.assert_registered(self.go(HANNA), HANNA)
        self.assertIn("العربية", self.dial().text, "nobody is asked any more")
        self.assert_not_seen("Zineb", "Alaoui")

    def test_her_own_phone_asks_for_no_proof(self):
        self.dial()
        self.go(answers("Alaoui", "Zineb", "JA654321", owner="1")[:9])
        self.dial()
        self.say("1")
        self.assertIn("Zineb", self.go(ZINEB[9:-1]).text)

    # ---- what was on its way ----

    def test_an_answer_whose_page_never_came_counts_once(self):
        self.dial()
        self.go(ZINEB[:4])
        callback = form(self.phone_, ZINEB[:5])
        self.stage.callback("demo-ussd", callback)  # and the network drops her
        self.stage.callback("demo-ussd", callback)  # the operator's repeat
        self.dial()
        self.assertIn("carte nationale", self.say("1").text)
        self.assert_registered(self.go(ZINEB[5:]), ZINEB)

    def test_an_answer_that_comes_after_the_next_call_began_changes_nothing(self):
        self.dial()
        self.go(ZINEB[:5])
        late = form(self.phone_, ZINEB[:6])
        self.dial()
        self.stage.callback("demo-ussd", late)
        screen = self.say("1")
        if OPEN[1] in screen.text:  # the late one asked anew
            screen = self.say("1")
        self.assertIn("carte nationale", screen.text)
        self.assert_registered(self.go(ZINEB[5:]), ZINEB)


class RegisteredAlreadyTest(KeptScene):
    """The programme's dialog, where the registry's file lets persons be found by their cards."""
    CHANGES = (("registry/jisr.yaml", "# person: {field: national_id}",
                "person: {field: national_id}"),)
    ALREADY = "Cette carte est déjà inscrite."

    def card_typed(self, card):
        phone = self.phone()
        return phone, self.walk(phone, answers("Alaoui", "Zineb", card)[:6])

    def test_by_another_phone_she_is_told_so_and_may_correct_the_number(self):
        self.assert_held_once(
            self.reference_on(self.walk(self.phone(), answers("Alaoui", "Zineb", "JA654321"))))
        self.assertTrue(wait_until(
            lambda: self.ALREADY in self.card_typed("ja 654321")[1].text, ARRIVAL_S))
        phone, page = self.card_typed("JA654321")
        self.assertNotIn("Zineb", page.text)
        self.assertIn("Votre demande est déjà à l'étude.", phone.answer("1").text)
        phone, page = self.card_typed("JA654321")
        self.assertIn("carte nationale", phone.answer("0").text)
        self.assertIn("Année de naissance", phone.answer("JA654322").text)
        for answer in FRENCH[6:]:
            page = phone.answer(answer)
        self.assert_held_once(self.reference_on(page))
        self.assertEqual(len(self.stage.records()), 2)


if __name__ == "__main__":
    unittest.main()
