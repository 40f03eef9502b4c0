"""Staff of a centre on their own phones: first PIN, sign-in, twenty women in one call and one of
them twice, today's count, guessed PINs, a supervisor; and `jisr agent` with its sheet.
"""
import json
import os
import re
import subprocess
import unittest

from kept_scene import KeptScene
from scene import ARRIVAL_S, Phone, Scene, body_of, wait_until
from stage import gateway_environment

_CODE = "*555*9#"
_PIN = "402957"
# From her name to the summary: Guelmim, the commune by its letters.
_PROJECT = ["1", "Guelmim", "1", "2", "1", "1", "1"]


class AgentsTest(KeptScene):
    # Nobody types as fast as a test. And the limits of guessing are those of the file.
    CHANGES = (("gateway.yaml", "outbox:\n",
                "limits: {rates: {turns_a_minute: 5000}}\n"
                "agents: {tries: 4, phone_tries: 9}\n\noutbox:\n"),)
    _agents = 0
    _cards = 300000

    def jisr(self, *words, code=0):
        command = [str(self.stage.build_dir / "jisr"), "agent", *words, "--config",
                   str(self.stage.config)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False,
                             env={**os.environ, **gateway_environment(self.stage)})
        self.assertEqual(ran.returncode, code, ran.stdout + ran.stderr)
        return ran.stdout + ran.stderr

    def new_agent(self, *more, centre="guelmim"):
        """A code, and the first PIN that was printed for it."""
        AgentsTest._agents += 1
        code = f"17{AgentsTest._agents:03}"
        told = self.jisr("add", code, "--name", "Amina Alaoui", "--centre", centre, *more)
        return code, re.search(r"first PIN (\d{6})", told)[1]

    def own_phone(self):
        Scene._next += 1
        return Phone(self.stage, "demo-ussd", f"+2126{Scene._next:08}")

    def open(self, phone):
        """The first page in French: the menu, or the question for the code."""
        page = phone.dial(_CODE)
        if "pas terminé" in page.text:
            page = phone.answer("2")
        return phone.answer("2") if "Jisr" in page.text and "1 " in page.text \
            and "Inscrire" not in page.text else page

    def try_in(self, phone, code, pin):
        """The page after code and PIN."""
        if "Inscrire" in self.open(phone).text:
            self.fail("signed in already")
        phone.answer(code)
        return phone.answer(pin)

    def signed_in(self, *more, centre="guelmim"):
        """An agent with a PIN of her own, and her phone on the menu."""
        code, first = self.new_agent(*more, centre=centre)
        phone = self.own_phone()
        self.assertIn("Choisissez", self.try_in(phone, code, first).text)
        phone.answer(_PIN)
        self.assertIn("Inscrire une femme", phone.answer(_PIN).text)
        return code, phone

    def card(self):
        AgentsTest._cards += 1
        return f"JA{AgentsTest._cards}"

    def answer_all(self, phone, answers):
        for answer in answers:
            page = phone.answer(answer)
            self.assertTrue(page.is_open, page.text)
        return page

    def register(self, phone, card, number="8", sms=()):
        """One woman, from the consent to the page with her number."""
        page = self.answer_all(phone, ["1", card, "Alaoui", "Fatima", "1990", *_PROJECT, number,
                                       *sms, "1"])
        found = re.search(r"\b\d{8}\b", page.text)
        self.assertIsNotNone(found, page.text)
        return found[0]

    def record(self, reference):
        self.assertTrue(wait_until(lambda: self.records_of(reference), ARRIVAL_S), reference)
        self.assertEqual(len(self.records_of(reference)), 1)
        return body_of(self.records_of(reference)[0])

    def count_on(self, phone):
        self.open(phone)
        return int(re.search(r"\d+", phone.answer("2").text)[0])

    # ---- registering ----

    def test_twenty_women_in_one_call_and_one_of_them_twice(self):
        code, phone = self.signed_in()
        phone.answer("1")
        cards = [self.card() for _ in range(20)]
        references = []
        for i, card in enumerate(cards):
            references.append(self.register(phone, card))
            self.assertIn("Elle accepte", phone.answer("1").text, "straight to the next woman")
            if i == 9:  # the third comes back to the desk
                phone.answer("1")
                page = phone.answer(cards[2])
                self.assertIn("Rien n'est doublé", page.text)
                self.assertIn("Elle accepte", phone.answer("1").text)
        self.assertEqual(len(set(references)), 20)
        for reference, card in zip(references, cards):
            body = self.record(reference)
            self.assertEqual(body["national_id"], card)
            self.assertEqual((body["agent"], body["centre"]), (code, "guelmim"))
            self.assertEqual(body["phone_owner"], "other")
            self.assertNotIn("phone", body)
        mine = [body_of(record) for record in self.stage.records()
                if body_of(record).get("agent") == code]
        self.assertEqual(len(mine), 20)
        self.assertEqual(self.count_on(phone), 20)
        log = self.stage.gateway.log.read_text()
        for secret in (code, cards[0], _PIN, "Alaoui"):
            self.assertNotIn(secret, log)

    def test_a_woman_without_a_card_is_known_by_her_name_and_birth(self):
        _, phone = self.signed_in()
        phone.answer("1")
        answers = ["1", "8", "Sans", "Carte", "1988", *_PROJECT, "8", "1"]
        self.assertIn("Dossier", self.answer_all(phone, answers).text)
        phone.answer("1")
        self.assertIn("déjà", self.answer_all(phone, answers).text)
        self.assertEqual(self.count_on(phone), 1)

    def test_the_sms_goes_to_her_own_phone_and_in_her_language(self):
        _, phone = self.signed_in()
        phone.answer("1")
        hers = f"06888{Scene._next:05}"
        reference = self.register(phone, self.card(), hers, ["1"])
        sms = self.stage.sms.wait_for("+212" + hers[1:], ARRIVAL_S)
        self.assertIsNotNone(sms)
        self.assertIn(reference, sms.text)
        self.assertIn("جسر", sms.text)
        self.assertEqual(self.record(reference)["phone"], "+212" + hers[1:])
        phone.answer("1")
        other = f"06887{Scene._next:05}"
        reference = self.register(phone, self.card(), other, ["3"])
        self.record(reference)
        self.assertIsNone(self.stage.sms.wait_for("+212" + other[1:], 0.5), "she said no")
        self.assertIsNone(self.stage.sms.wait_for(phone.msisdn, 0.1), "not the agent's phone")

    def test_a_call_that_drops_loses_no_count_and_no_sign_in(self):
        _, phone = self.signed_in()
        phone.answer("1")
        self.register(phone, self.card())
        self.answer_all(phone, ["1", "1", self.card(), "Idrissi"])
        self.assertIn("Continuer", phone.dial(_CODE).text)
        self.assertIn("prénom", phone.answer("1").text)
        self.answer_all(phone, ["Zineb", "1991", *_PROJECT, "8"])
        self.assertIn("Dossier", phone.answer("1").text)
        self.assertEqual(self.count_on(phone), 2)

    def test_her_day_is_one_on_two_phones(self):
        code, phone = self.signed_in()
        phone.answer("1")
        card = self.card()
        self.register(phone, card)
        other = self.own_phone()
        self.assertIn("Inscrire", self.try_in(other, code, _PIN).text)
        self.assertIn("déjà", self.answer_all(other, ["1", "1", card]).text)
        self.assertEqual(self.count_on(other), 1)

    # ---- signing in ----

    def test_a_sign_in_lasts_until_she_signs_out(self):
        _, phone = self.signed_in()
        self.assertIn("Inscrire", self.open(phone).text)
        self.assertFalse(phone.answer("3").is_open)
        self.assertIn("code d'agent", self.open(phone).text)

    def test_a_first_pin_is_changed_for_one_of_her_own(self):
        code, first = self.new_agent()
        phone = self.own_phone()
        self.try_in(phone, code, first)
        self.assertIn("code d'agent", self.open(phone).text, "a first PIN alone signs nobody in")
        self.try_in(phone, code, first)
        phone.answer("1234")
        self.assertIn("trop simple", phone.answer("1234").text)
        phone.answer("1")
        phone.answer(first)
        self.assertIn("celui d'avant", phone.answer(first).text)
        phone.answer("1")
        phone.answer(_PIN)
        self.assertIn("pas le meme", phone.answer("402958").text)
        self.assertIn("Inscrire", phone.answer(_PIN).text)
        self.assertIn("incorrect", self.try_in(self.own_phone(), code, first).text)

    def test_guessing_locks_the_agent_and_then_the_phone(self):
        code, mine = self.signed_in()
        thief = self.own_phone()
        for pin in ("1111", "2222", "3333"):
            self.assertIn("incorrect", self.try_in(thief, code, pin).text)
        self.assertIn("Trop d'essais", self.try_in(thief, code, "5555").text)
        self.assertIn("Trop d'essais", self.try_in(thief, code, _PIN).text, "nor the right one")
        self.assertIn("Trop d'essais", self.try_in(self.own_phone(), code, _PIN).text)
        self.assertIn("Inscrire", self.open(mine).text, "where she is signed in she works on")
        for pin in ("6666", "7777", "8888", "9999"):  # codes are guessed, too: the phone counts
            self.try_in(thief, "99999", pin)
        other, first = self.new_agent()
        self.assertIn("Trop d'essais", self.try_in(thief, other, first).text)
        self.assertIn("Choisissez", self.try_in(self.own_phone(), other, first).text)
        self.assertIn("unlocked", self.jisr("unlock", code))
        self.assertIn("Inscrire", self.try_in(self.own_phone(), code, _PIN).text)

    def test_the_same_callback_again_counts_once(self):
        code, _ = self.signed_in()
        phone = self.own_phone()
        self.try_in(phone, code, "1111")
        for _ in range(8):
            self.assertIn("incorrect", phone._ask().text)
        self.assertIn("Inscrire", self.try_in(phone, code, _PIN).text)

    def test_a_supervisor_unlocks_those_of_her_centre_only(self):
        _, boss = self.signed_in("--role", "supervisor", centre="tan-tan")
        near, _ = self.signed_in(centre="tan-tan")
        far, agent = self.signed_in(centre="assa")
        self.assertNotIn("Débloquer", self.open(agent).text)
        for code in (near, far):
            thief = self.own_phone()
            for pin in range(5):
                self.try_in(thief, code, f"111{pin}")
        self.open(boss)
        boss.answer("4")
        self.assertIn("Aucun agent", boss.answer(far).text)
        boss.answer("1")
        boss.answer("4")
        self.assertIn("peut se reconnecter", boss.answer(near).text)
        self.assertIn("Inscrire", self.try_in(self.own_phone(), near, _PIN).text)
        self.assertIn("Trop", self.try_in(self.own_phone(), far, _PIN).text)

    # ---- the command ----

    def test_disabled_or_reset_she_is_signed_out(self):
        code, phone = self.signed_in()
        self.jisr("disable", code)
        self.open(phone)  # the menu of her last call, which leads nowhere any more
        self.assertIn("code d'agent", phone.answer("1").text)
        self.assertIn("suspendu", self.try_in(phone, code, _PIN).text)
        self.jisr("enable", code)
        self.assertIn("Inscrire", self.try_in(phone, code, _PIN).text)
        first = re.search(r"first PIN (\d{6})", self.jisr("reset", code))[1]
        self.open(phone)
        self.assertIn("code d'agent", phone.answer("2").text)
        self.assertIn("Choisissez", self.try_in(phone, code, first).text)
        self.assertIn("no agent", self.jisr("disable", "ZZ99", code=1))
        self.assertIn("already", self.jisr("add", code, "--name", "x", "--centre", "y", code=1))

    def test_a_sheet_is_imported_whole_or_not_at_all(self):
        sheet = self.stage.folder / "agents.csv"
        good = "\ufeffcode,name,centre,province,phone,role\nIM-1,أمينة,إفني,10.473,,\n" \
               "im 2,\"Filali, Zineb\",ifni,10.473,+212612345678,supervisor\n"
        sheet.write_text(good + "IM1,x,y,,,\nIM3,,y,,,\nIM4,x,y,,0612,\n", encoding="utf-8")
        told = self.jisr("import", str(sheet), code=1)
        for finding in ("agents.csv:4:1: error[E662]", "agents.csv:5:2: error[E661]",
                        "agents.csv:6:5: error[E661]"):
            self.assertIn(finding, told)
        sheet.write_text("code,nom\nA1,x\n", encoding="utf-8")
        self.assertIn("error[E660]", self.jisr("import", str(sheet), code=1))
        sheet.write_text(good, encoding="utf-8")
        self.assertIn("2 would be added", self.jisr("import", str(sheet), "--dry-run"))
        self.assertNotIn("IM1", self.jisr("list"))
        told = self.jisr("import", str(sheet))
        self.assertEqual(len(re.findall(r"first PIN \d{6}", told)), 2)
        self.assertIn("0 added, 2 were there already", self.jisr("import", str(sheet)))
        agents = json.loads(self.jisr("list", "--json"))["agents"]
        zineb = [one for one in agents if one["code"] == "IM2"][0]
        self.assertEqual((zineb["name"], zineb["role"], zineb["state"], zineb["centre"]),
                         ("Filali, Zineb", "supervisor", "new", "ifni"))

    def test_redis_holds_no_code_name_or_pin(self):
        code, _ = self.signed_in()
        dump, ask = "", self.stage.redis.command
        how = {"hash": ["HGETALL"], "string": ["GET"], "set": ["SMEMBERS"]}
        for key in ask("KEYS", "jisr:*ag:*"):
            found = ask(*how[ask("TYPE", key)], key)
            dump += key + (found if isinstance(found, str) else "".join(found))
        self.assertGreater(len(dump), 200)
        for secret in (code, "Amina", _PIN, "argon2"):
            self.assertNotIn(secret, dump)


if __name__ == "__main__":
    unittest.main()
