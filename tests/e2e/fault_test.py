"""Nothing told is lost and nothing is doubled: repeated and concurrent callbacks, a registry that
fails, a gateway that is killed between the page and the delivery, a Redis that goes away.
"""
import concurrent.futures
import unittest

from scene import FRENCH, Scene, wait_until


def form(phone, answers):
    return {"sessionId": phone._session, "phoneNumber": phone.msisdn, "serviceCode": "*555#",
            "text": "*".join(answers)}


class RepeatTest(Scene):
    def test_a_repeated_callback_gets_the_same_page_and_changes_nothing(self):
        phone = self.phone()
        self.walk(phone, FRENCH[:-1])
        callback = form(phone, FRENCH)
        told = {self.stage.callback("demo-ussd", callback).body for _ in range(10)}
        self.assertEqual(len(told), 1, told)
        reference = self.reference_on(type("Page", (), {"text": told.pop(), "is_open": False}))
        self.assert_held_once(reference)

    def test_a_late_callback_changes_nothing(self):
        phone = self.phone()
        shown = self.walk(phone, FRENCH[:5])
        late = self.stage.callback("demo-ussd", form(phone, FRENCH[:3]))
        self.assertEqual(late.body, "CON " + shown.text)

    def test_many_at_once_register_once(self):
        for _ in range(5):
            phone = self.phone()
            self.walk(phone, FRENCH[:-1])
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                told = {answer.body for answer in pool.map(
                    lambda _: self.stage.callback("demo-ussd", form(phone, FRENCH)), range(16))}
            self.assertEqual(len(told), 1, told)
            reference = self.reference_on(type("Page", (), {"text": told.pop(), "is_open": False}))
            self.assert_held_once(reference)


class RegistryFaultTest(Scene):
    def test_a_registry_that_fails_for_a_while(self):
        for fault in ({"mode": "status:503", "count": 3}, {"mode": "accept_then_reset", "count": 2},
                      {"mode": "reset", "count": 2}, {"mode": "retry_after:1", "count": 1}):
            with self.subTest(fault["mode"]):
                self.assertLess(self.stage.registry("/faults", fault).status, 300)
                self.assert_held_once(self.reference_on(self.walk(self.phone(), FRENCH)))

    def test_a_registry_that_is_away_and_comes_back(self):
        self.stage.simulator.stop()
        references = [self.reference_on(self.walk(self.phone(), FRENCH)) for _ in range(3)]
        self.stage.start_simulator()
        for reference in references:
            self.assert_held_once(reference)


class GatewayFaultTest(Scene):
    def test_killed_between_the_page_and_the_delivery(self):
        self.stage.simulator.stop()  # so that nothing is delivered before the kill
        phones = [self.phone() for _ in range(5)]
        references = [self.reference_on(self.walk(phone, FRENCH)) for phone in phones]
        self.stage.kill_gateway()
        self.stage.start_simulator()
        self.stage.start_gateway()
        again = self.stage.callback("demo-ussd", form(phones[0], FRENCH)).body
        self.assertIn(references[0], again, "a repeat after the kill gets the same page")
        for reference in references:
            self.assert_held_once(reference)

    def test_killed_in_the_middle_of_a_call(self):
        phone = self.phone()
        self.walk(phone, FRENCH[:9])
        self.stage.kill_gateway()
        self.stage.start_gateway()
        screen = None
        for answer in FRENCH[9:]:
            screen = phone.answer(answer)
        self.assert_held_once(self.reference_on(screen))

    def test_stops_gracefully(self):
        self.stage.gateway.stop()
        self.assertEqual(self.stage.gateway.exit_code, 0)
        self.stage.start_gateway()


class RedisFaultTest(Scene):
    def test_busy_while_redis_is_away_then_on(self):
        phone = self.phone()
        self.walk(phone, FRENCH[:6])
        self.stage.redis.kill()
        answer = self.stage.callback("demo-ussd", form(phone, FRENCH[:7]))
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.body.startswith("END "), answer.body)
        self.stage.start_redis()
        self.assertTrue(wait_until(lambda: self.stage.admin("/readyz").status == 200, 15))
        screen = None
        for answer in FRENCH[6:]:
            screen = phone.answer(answer)
        self.assert_held_once(self.reference_on(screen))


if __name__ == "__main__":
    unittest.main()
