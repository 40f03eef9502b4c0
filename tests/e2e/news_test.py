"""What becomes of a registration: the registry's signed updates, what she reads when she dials
again, the SMS where it is safe; and who is registered twice.
"""
import hashlib
import hmac
import json
import re
import time
import unittest
from pathlib import Path

from kept_scene import KeptScene
from scene import ARRIVAL_S, Phone, Scene, Stage, wait_until

_CONFIG = Path(__file__).parent / "news/gateway.yaml"
_OLD, _NEW = "the old secret of the registry", "the new secret of the registry"
_INVITED = {"status": "invited", "params": {"date": "12/01/2027", "place": "Guelmim"}}


class NewsTest(KeptScene):
    _cards = 200000

    @classmethod
    def setUpClass(cls):
        cls.stage = Stage(config=_CONFIG)
        cls.addClassCleanup(cls.stage.stop)
        for name, secret in (("UPDATES_OLD", _OLD), ("UPDATES_NEW", _NEW)):
            path = cls.stage.folder / name
            path.write_text(secret + "\n")
            cls.stage.environment[name] = str(path)
        cls.stage.start_redis()
        cls.stage.start_simulator("--schema", "")
        cls.stage.start_gateway()

    def setUp(self):
        Scene._next += 1
        NewsTest._cards += 1
        self.card = f"JA{NewsTest._cards}"
        self.phone_ = Phone(self.stage, "line", f"+2126{Scene._next:08}")
        self.addCleanup(self.stage.registry, "/faults", {"mode": "ok", "count": 0})

    def go(self, code, *answers):
        page = self.phone_.dial(code)
        for answer in answers:
            page = self.phone_.answer(answer)
        return page

    def register(self, sms="1", language="1"):
        page = self.go("*555#", language, sms, self.card, "1990", "Amina", "1")
        reference = self.reference_on(page)
        self.assert_held_once(reference)
        return reference

    def status(self, reference, year="1990"):
        return self.go("*555*7#", reference, year).text

    def tell(self, update, secret=_NEW, at=None, signature=None):
        body = json.dumps(update).encode()
        at = str(int(time.time()) if at is None else at)
        mac = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
        return self.stage.request(f"{self.stage.callbacks_url}/registry/updates", body, {
            "Content-Type": "application/json", "X-Jisr-Timestamp": at,
            "X-Jisr-Signature": signature or "sha256=" + mac})

    def news(self, reference, sequence, **more):
        return {"reference": reference, "sequence": sequence, **more}

    def got(self):
        return [sms.text for sms in self.stage.sms.to(self.phone_.msisdn)]

    # ---- what she reads ----

    def test_her_status_from_one_update_to_the_next(self):
        reference = self.register(sms="2")
        self.assertIn("Recue", self.status(reference))
        for sequence, (update, shown) in enumerate((
                ({"status": "accepted"}, "Accept"),
                (_INVITED, "Formation le 12/01/2027 à Guelmim"),
                ({"status": "missing_paper"}, "papier"),
                ({"status": "refused"}, "Pas retenue")), 1):
            answer = self.tell(self.news(reference, sequence, **update))
            self.assertEqual((answer.status, answer.json()), (200, {"taken": True}))
            self.assertIn(shown, self.status(reference))
        self.assertEqual(self.got(), [], "she wanted no SMS")

    def test_who_does_not_know_her_year_reads_nothing_and_is_stopped(self):
        reference = self.register()
        self.assertIn("Pas de dossier", self.status("12345678"))
        for year in range(1970, 1975):
            self.assertIn("Pas de dossier", self.status(reference, str(year)))
        self.assertIn("Pas de dossier", self.status(reference))

    # ---- what she changes ----

    def change(self, reference, *answers):
        page = self.go("*555*8#", "1", reference, "1990", *answers)
        self.assert_held_once(self.reference_on(page))

    def test_her_news_go_to_her_other_phone_and_are_discreet_there(self):
        reference = self.register(sms="1")
        self.assertTrue(wait_until(lambda: len(self.got()) == 1, ARRIVAL_S))
        other = f"+2127{Scene._next:08}"
        self.change(reference, "1", "0" + other[4:])
        self.assertTrue(wait_until(lambda: self.due() == 0, ARRIVAL_S))
        self.tell(self.news(reference, 1, **_INVITED))
        self.assertTrue(wait_until(lambda: self.stage.sms.to(other), ARRIVAL_S))
        self.assertEqual([sms.text for sms in self.stage.sms.to(other)],
                         [f"Dossier {reference}: des nouvelles. Rappelez."])
        self.assertEqual(len(self.got()), 1)

    def test_who_withdraws_leaves_nothing_and_may_register_again(self):
        reference = self.register(sms="1")
        self.assertTrue(wait_until(lambda: len(self.got()) == 1, ARRIVAL_S))
        known = self.go("*555#", "1", "1", self.card)
        self.assertIn("déjà inscrite", known.text)
        self.change(reference, "2")
        self.assertTrue(wait_until(lambda: "Retirée" in self.status(reference), ARRIVAL_S))
        self.assertEqual(self.tell(self.news(reference, 1, **_INVITED)).json(), {"taken": False})
        self.assertEqual(len(self.got()), 1)
        again = self.register(sms="1")
        self.assertNotEqual(again, reference)
        self.assertIn("Recue", self.status(again))

    def test_nothing_changes_before_the_registry_has_it(self):
        reference = self.register(sms="2")
        self.stage.registry("/faults", {"mode": "status:503", "count": 3})
        page = self.go("*555*8#", "1", reference, "1990", "2")
        self.assertIn("Recue", self.status(reference))
        self.assert_held_once(self.reference_on(page))
        self.assertTrue(wait_until(lambda: "Retirée" in self.status(reference), ARRIVAL_S))

    # ---- the SMS ----

    def test_the_sms_is_plain_discreet_or_none(self):
        for sms, text in (("1", "Jisr: formation le 12/01/2027 à Guelmim."),
                          ("3", "Dossier {}: des nouvelles. Rappelez."), ("2", None)):
            self.setUp()
            reference = self.register(sms=sms)
            if text:
                self.assertTrue(wait_until(lambda: len(self.got()) == 1, ARRIVAL_S))
            self.tell(self.news(reference, 1, **_INVITED))
            self.tell(self.news(reference, 2, status="accepted"))  # has no SMS
            if text:
                self.assertTrue(wait_until(lambda: len(self.got()) == 2, ARRIVAL_S), self.got())
                self.assertEqual(self.got()[1], text.format(reference))
            else:
                self.assertEqual(self.got(), [])

    def test_in_her_language(self):
        reference = self.register(language="2")
        self.assertTrue(wait_until(self.got, ARRIVAL_S))
        self.tell(self.news(reference, 1, **_INVITED))
        self.assertTrue(wait_until(lambda: len(self.got()) == 2, ARRIVAL_S))
        self.assertIn("التكوين", self.got()[1])

    # ---- order, repeats, strangers ----

    def test_older_news_never_take_the_place_of_newer_and_repeats_change_nothing(self):
        reference = self.register()
        self.assertTrue(self.tell(self.news(reference, 7, **_INVITED)).json()["taken"])
        for sequence in (7, 3):
            answer = self.tell(self.news(reference, sequence, status="accepted"))
            self.assertEqual((answer.status, answer.json()), (200, {"taken": False}))
        self.assertIn("Formation", self.status(reference))
        self.assertTrue(wait_until(lambda: len(self.got()) == 2, ARRIVAL_S))
        self.tell(self.news(reference, 7, **_INVITED))
        self.tell(self.news(reference, 8, status="accepted"))
        self.assertIn("Accept", self.status(reference))
        self.assertEqual(len(self.got()), 2)

    def test_only_the_registry_is_heard(self):
        reference = self.register()
        update = self.news(reference, 1, status="refused")
        self.assertEqual(self.tell(update, secret="another secret of somebody").status, 401)
        self.assertEqual(self.tell(update, at=time.time() - 301).status, 401)
        self.assertEqual(self.tell(update, at=int(time.time()) + 400).status, 401)
        self.assertEqual(self.tell(update, at="now").status, 401)
        self.assertEqual(self.tell(update, signature="sha256=").status, 401)
        self.assertIn("Recue", self.status(reference))
        self.assertEqual(self.tell(update, secret=_OLD).status, 200, "while the secret changes")

    def test_what_is_no_news_is_refused(self):
        reference = self.register()
        for update in ([], {"reference": reference}, self.news(reference, 0, status="accepted"),
                       self.news("12345678", 1, status="accepted"),
                       self.news(reference, 1, status="Félicitations!"),
                       self.news(reference, 1, status="invited", params={"place": "x" * 41}),
                       self.news(reference, 1, status="invited", params={"place": "a\nb"})):
            self.assertEqual(self.tell(update).status, 400, update)
        self.assertIn("Recue", self.status(reference))

    def test_the_simulator_sends_one(self):
        reference = self.register(sms="2")
        told = self.stage.registry("/updates", {
            "url": f"{self.stage.callbacks_url}/registry/updates", "secret": _NEW,
            "update": self.news(reference, 1, status="accepted")})
        self.assertEqual(told.json()["status"], 200, told.body)
        self.assertIn("Accept", self.status(reference))

    # ---- who is registered twice ----

    def test_she_is_found_again_by_her_card_on_any_phone(self):
        self.register()

        def told():  # on another phone each time
            Scene._next += 1
            self.phone_ = Phone(self.stage, "line", f"+2127{Scene._next:08}")
            return "déjà inscrite" in self.go("*555#", "1", "1", self.card).text
        self.assertTrue(wait_until(told, ARRIVAL_S))

    def test_the_registrys_409_is_told_kindly(self):
        self.stage.registry("/faults", {"mode": "duplicate_person", "count": 1})
        page = self.go("*555#", "1", "3", self.card, "1990", "Amina", "1")
        reference = self.reference_on(page)
        self.assertTrue(wait_until(self.got, ARRIVAL_S))
        self.assertEqual(self.got(), [f"Dossier {reference}: tout va bien."])
        self.assertIn("déjà inscrite", self.status(reference))

    # ---- her request ----

    def keys(self):
        return set(self.stage.redis.command("KEYS", "jisr:*"))

    def assert_nothing_of_hers(self, before):
        """Nothing came to Redis but what is nobody's."""
        nobodys = r"jisr:\{\d+\}:(refs$|due$|dead$|t:|f:)|jisr:\{versions\}:"
        self.assertEqual([key for key in sorted(self.keys() - before)
                          if not re.match(nobodys, key)], [])

    def arrived(self, before):
        """What she registered and its SMS have left, and her card leads to its number."""
        new = self.keys() - before
        waiting = [key for key in new if re.match(r"jisr:\{\d+\}:[ex]:", key)]
        return len([key for key in new if ":i:" in key]) == 1 and not waiting

    def test_her_request_leaves_nothing(self):
        before = self.keys()
        reference = self.register(sms="2")
        self.tell(self.news(reference, 1, **_INVITED))
        self.assertTrue(wait_until(lambda: self.arrived(before), ARRIVAL_S))
        shown = self.jisr_json("person", "show", said=self.phone_.msisdn)
        self.assertEqual(shown["registrations_by_card"], [reference])
        self.assertCountEqual([part.get("status") or part["to"] for part in
                               shown["news_of_registrations"]], [self.phone_.msisdn, "invited"])
        erased = self.jisr_json("person", "erase", "--yes", said=self.phone_.msisdn)
        self.assertEqual((erased["news_of_registrations"], erased["registrations_by_card"]), (1, 1))
        self.assert_nothing_of_hers(before)

    def test_by_her_card_whichever_phone_it_was(self):
        before = self.keys()
        other = self.register(sms="2")  # a neighbour on her own phone
        self.assertTrue(wait_until(lambda: self.arrived(before), ARRIVAL_S))
        self.setUp()
        before = self.keys()
        reference = self.register(sms="2")
        self.assertTrue(wait_until(lambda: self.arrived(before), ARRIVAL_S))
        her_own = f"+2126{Scene._next + 5_000_000:08}"
        for known in (f"{self.card[:2]}-{self.card[2:]} ".lower(), reference):
            paper = self.stage.folder / "request.txt"
            paper.write_text(f"{her_own}\n{known}\n")
            shown = self.jisr_json("person", "show", "--file", str(paper))
            self.assertEqual(shown["registrations_by_card"], [reference])
        self.jisr("person", "erase", "--yes", "--file", str(paper))
        self.assertIn("Pas de dossier", self.status(reference))
        self.assertIn("Recue", self.status(other), "the neighbour's is there")

    def test_nothing_of_her_is_in_redis_in_the_clear(self):
        reference = self.register()
        self.tell(self.news(reference, 1, **_INVITED))
        dump = (self.stage.folder / "appendonlydir")
        self.stage.redis.stop()
        files = [path for path in self.stage.folder.rglob("*") if path.is_file()
                 and (dump in path.parents or path.suffix in (".rdb", ".aof"))]
        self.assertTrue(files)
        stored = b"".join(path.read_bytes() for path in files)
        self.stage.start_redis()
        self.assertTrue(wait_until(lambda: self.stage.admin("/readyz").status == 200, 15))
        for secret in (self.card, reference, self.phone_.msisdn[1:], "Guelmim", "Amina"):
            self.assertNotIn(secret.encode(), stored)


if __name__ == "__main__":
    unittest.main()
