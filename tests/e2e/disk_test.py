"""Redis's disk is full for a while. What was told before and after is held, also when Redis is
killed later on: its append-only file would have a gap if nobody had it written anew.
"""
import unittest

from scene import FRENCH, Scene, Stage, wait_until
from chaos_redis import Server, cli

MENDED_S = 10.0


class DiskTest(Scene):
    @classmethod
    def setUpClass(cls):
        cls.stage = Stage()
        cls.addClassCleanup(cls.stage.stop)
        cls.redis = Server(cls.stage.folder, "redis")
        cls.addClassCleanup(cls.redis.stop)
        if not cls.redis.has_small_disk:
            raise unittest.SkipTest("no right to mount a small disk")
        cls.stage.redis_port = cls.redis.port
        cls.stage.start_simulator()
        cls.stage.start_gateway()

    def is_refused(self) -> bool:
        self.stage.callback("demo-ussd", {"sessionId": "x", "phoneNumber": "+212611111111",
                                          "serviceCode": "*555#", "text": ""})
        return self.redis.persistence("aof_last_write_status") == "err"

    def test_a_redis_that_is_killed_after_its_disk_was_full(self):
        cli(self.redis.port, "BGREWRITEAOF")  # only such a file can get a gap
        self.assertTrue(wait_until(lambda: self.redis.rewrites() == 1, MENDED_S))
        slow = self.phone()
        self.walk(slow, FRENCH[:7])
        self.redis.fill_disk()
        self.assertTrue(wait_until(self.is_refused, MENDED_S), "the disk is not full")
        self.assertFalse(self.phone().dial("*555#").is_open)  # busy, and so said
        self.redis.free_disk()
        self.assertTrue(wait_until(lambda: self.redis.rewrites() > 1, MENDED_S),
                        "nobody mends the file")
        self.assertTrue(wait_until(lambda: not self.redis.has_not_written_anew(1), MENDED_S))
        told = self.reference_on(self.walk(self.phone(), FRENCH))

        wait_until(lambda: False, 1.1)  # everysec
        self.redis.child.kill()
        self.redis.start()
        self.assertTrue(wait_until(lambda: self.stage.admin("/readyz").status == 200, MENDED_S))
        self.assert_held_once(told)
        for answer in FRENCH[7:]:
            screen = slow.answer(answer)
        self.assert_held_once(self.reference_on(screen))


if __name__ == "__main__":
    unittest.main()
