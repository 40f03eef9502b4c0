"""When Redis slows or hangs, and when the gateway is told to leave: nobody waits in vain, who is in
the midst goes on, and what was told is held.
"""
import asyncio
import shutil
import signal
import threading
import time
import unittest

from scene import ARRIVAL_S, FRENCH, Scene, Stage, wait_until
from chaos_proxy import FaultProxy
from stage import ROOT

ANSWER_S = 3.0  # limits.answer
AT_ONCE_S = 0.15


class PressureScene(Scene):
    """One thread, with a proxy before Redis."""
    LIMITS = "limits: {slow: 200ms, stop: 2s}\n"

    @classmethod
    def setUpClass(cls):
        cls.stage = Stage()
        cls.addClassCleanup(cls.stage.stop)
        folder = cls.stage.folder / "config"
        shutil.copytree(ROOT / "config", folder)
        cls.stage.config = folder / "gateway.yaml"
        text = cls.stage.config.read_text()
        cls.stage.config.write_text(
            text.replace('threads: "${JISR_THREADS:-0}"', cls.LIMITS + "threads: 1", 1))
        cls.stage.start_redis()
        cls.proxy = FaultProxy(cls.stage.redis_port, 1)
        cls.loop = asyncio.new_event_loop()
        threading.Thread(target=cls.loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(cls.proxy.start(), cls.loop).result(10)
        cls.addClassCleanup(cls.end_proxy)
        cls.stage.redis_port = cls.proxy.port
        cls.stage.start_simulator()
        cls.stage.start_gateway()

    @classmethod
    def end_proxy(cls):
        """With what is under way, so that nothing complains at the end."""
        async def cancel():
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        cls.stage.stop()
        asyncio.run_coroutine_threadsafe(cancel(), cls.loop).result(10)
        cls.loop.call_soon_threadsafe(cls.loop.stop)

    def timed(self, step):
        """What a step of a call gives, and the seconds that it took."""
        begun = time.monotonic()
        screen = step()
        return screen, time.monotonic() - begun

    def status(self):
        return self.stage.admin("/status").json()

    def is_shed(self) -> bool:
        """A new call: whether it is turned away, and then at once."""
        before = self.status()["shed"]
        screen, took_s = self.timed(lambda: self.phone().dial("*555#"))
        self.assertLess(took_s, ANSWER_S)
        shed = self.status()["shed"] > before
        if shed:
            self.assertLess(took_s, AT_ONCE_S * 5)  # the machine may be busy as well
            self.assertFalse(screen.is_open, screen.text)
        return shed

    def all_well_again(self):
        self.assertTrue(wait_until(lambda: self.stage.admin("/readyz").status == 200, ARRIVAL_S))
        self.assertTrue(wait_until(lambda: self.phone().dial("*555#").is_open, ARRIVAL_S))


class SlowRedisTest(PressureScene):
    def test_a_slow_redis_turns_away_new_calls_and_finishes_those_in_progress(self):
        phone = self.phone()
        self.walk(phone, FRENCH[:4])
        self.proxy.mode = "delay:130"  # each way
        screen = None
        for answer in FRENCH[4:-1]:
            screen, took_s = self.timed(lambda given=answer: phone.answer(given))
            self.assertTrue(screen.is_open, screen.text)
            self.assertLess(took_s, ANSWER_S)
        self.assertTrue(self.is_shed())
        screen, took_s = self.timed(lambda: phone.answer(FRENCH[-1]))
        self.assertLess(took_s, ANSWER_S)
        reference = self.reference_on(screen)
        self.proxy.mode = "pass"
        self.all_well_again()
        self.assert_held_once(reference)

    def test_a_redis_that_hangs_makes_nobody_wait_longer_than_the_operator(self):
        phone = self.phone()
        self.walk(phone, FRENCH[:6])
        self.stage.redis.pause()
        try:
            for _ in range(6):
                screen, took_s = self.timed(lambda: phone.answer(FRENCH[6]))
                self.assertLess(took_s, ANSWER_S)
                self.assertFalse(screen.is_open, "busy, dial again")
                del phone._answers[-1]  # noqa: SLF001  she dials again and types it again
            for _ in range(10):
                _, took_s = self.timed(lambda: self.phone().dial("*555#"))
                self.assertLess(took_s, ANSWER_S)
        finally:
            self.stage.redis.resume()
        self.all_well_again()
        screen = None
        for answer in FRENCH[6:]:
            screen = phone.answer(answer)
        self.assert_held_once(self.reference_on(screen))


class LeavingTest(PressureScene):
    def registered(self, count):
        return [self.reference_on(self.walk(self.phone(), FRENCH)) for _ in range(count)]

    def in_hand(self):
        """Entries that are leased: due in the far future, so to say."""
        now_ms = time.time() * 1000
        return sum(self.stage.redis.command("ZCOUNT", f"jisr:{{{partition}}}:due",
                                            now_ms + 30_000, "+inf") for partition in range(64))

    def test_what_is_in_hand_is_finished(self):
        self.stage.simulator.pause()
        references = self.registered(5)
        self.assertTrue(wait_until(lambda: self.in_hand() == 5, ARRIVAL_S))
        self.stage.gateway.signal(signal.SIGTERM)
        self.stage.simulator.resume()
        self.assertEqual(self.stage.gateway.stop(), 0)
        for reference in references:
            self.assertEqual(len(self.records_of(reference)), 1)
        self.stage.start_gateway()

    def test_what_hangs_is_due_again_and_not_leased(self):
        self.stage.simulator.pause()
        references = self.registered(5)
        self.assertTrue(wait_until(lambda: self.in_hand() == 5, ARRIVAL_S))
        self.assertEqual(self.stage.gateway.stop(), 0)
        self.assertEqual(self.in_hand(), 0, "whoever comes next need not wait for a lease")
        self.stage.simulator.resume()
        self.stage.start_gateway()
        for reference in references:
            self.assert_held_once(reference)


if __name__ == "__main__":
    unittest.main()
