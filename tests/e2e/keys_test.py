"""Another sealing key while the gateway runs: calls in progress and registrations that wait are
sealed anew, nothing is lost, and the old key is not needed any more.
"""
import os
import signal
import time
import unittest

from kept_scene import KeptScene
from scene import FRENCH, wait_until


class KeysTest(KeptScene):
    CHANGES = (("gateway.yaml", 'sealing_file: "${JISR_SEALING_KEY_FILE:-secrets/sealing.key}"',
                'sealing_files: ["${JISR_SEALING_KEY_FILE}"]'),)

    def reload(self, old, new):
        """New sealing_files, and the gateway takes them."""
        self.change("gateway.yaml", f"sealing_files: {old}", f"sealing_files: {new}")
        before = self.log_of_gateway().count('"reloaded"')
        self.stage.gateway.signal(signal.SIGHUP)
        self.assertTrue(wait_until(lambda: self.log_of_gateway().count('"reloaded"') > before, 15),
                        self.log_of_gateway()[-2000:])

    def keys(self):
        return {key["id"]: key for key in self.jisr_json("keys", "status")["keys"]}

    def told_behind(self):
        return self.jisr_json("keys", "status")["gateways_behind"]

    def test_rotation_under_a_running_gateway(self):
        old, new = '["${JISR_SEALING_KEY_FILE}"]', str(self.stage.folder / "new.key")
        both = f'["${{JISR_SEALING_KEY_FILE}}", "{new}"]'
        turned = f'["{new}", "${{JISR_SEALING_KEY_FILE}}"]'
        self.stage.registry("/faults", {"mode": "status:503", "count": 0})
        waiting = [self.reference_on(self.walk(self.phone(), FRENCH)) for _ in range(3)]
        phones = [self.phone() for _ in range(20)]
        for at, phone in enumerate(phones):  # each is somewhere else in the middle
            phone.dial("*555#")
            for answer in FRENCH[:at % 12 + 1]:
                phone.answer(answer)

        self.assertIn("is key 2", self.jisr("keys", "new", new))
        self.assertEqual(os.stat(new).st_mode & 0o777, 0o600)
        self.jisr("keys", "new", new, code=3)
        self.reload(old, both)
        self.assertTrue(self.keys()[1]["seals"])
        self.assertEqual(self.keys()[2]["values"], 0)
        # The command with the new order, while the gateway has the old one: refused.
        self.change("gateway.yaml", f"sealing_files: {both}", f"sealing_files: {turned}")
        self.assertTrue(wait_until(lambda: self.told_behind() == 1, 10))
        self.assertIn("reload those first", self.jisr("keys", "rotate", code=1))
        self.stage.gateway.signal(signal.SIGHUP)
        self.assertTrue(wait_until(lambda: self.told_behind() == 0, 15))

        held = self.keys()[1]["values"]
        self.assertGreater(held, 20)
        self.assertFalse(self.keys()[1]["may_be_removed"])
        for at, phone in enumerate(phones):  # half of them go on before, half after
            if at % 2:
                phone.answer(FRENCH[at % 12 + 1])
        self.assertIn("sealed anew with key 2", self.jisr("keys", "rotate", "--by", "amal"))
        keys = self.keys()
        self.assertEqual(keys[1]["values"], 0)
        self.assertTrue(keys[1]["may_be_removed"])
        self.assertGreater(keys[2]["values"], 20)

        self.reload(turned, f'["{new}"]')
        os.remove(self.stage.folder / "sealing.key")  # nobody has the old key any more
        self.stage.registry("/faults", {"mode": "ok"})
        for at, phone in enumerate(phones):
            screen = None
            for answer in FRENCH[at % 12 + 1 + at % 2:]:
                screen = phone.answer(answer)
            waiting.append(self.reference_on(screen))
        for reference in waiting:
            self.assert_held_once(reference)
        self.assertEqual([act["by"].split(",")[0] for act in self.jisr_json("audit")["acts"]
                          if act["what"] == "keys rotate"], ["amal"])

    def test_a_bad_key_is_refused_and_the_old_stays(self):
        wrong = self.stage.folder / "wrong.key"
        wrong.write_text("1:" + "ab" * 31 + "cd\n")  # another key with the id of one that is used
        text = self.stage.config.read_text()
        self.stage.config.write_text(
            text.replace("sealing_files: [", f'sealing_files: ["{wrong}", ', 1))
        try:
            self.stage.gateway.signal(signal.SIGHUP)
            self.assertTrue(wait_until(lambda: "reload_refused" in self.log_of_gateway(), 15))
            self.assertIn("E612", self.log_of_gateway())
            self.assertNotIn("ab" * 31, self.log_of_gateway())
        finally:
            self.stage.config.write_text(text)
        self.assertTrue(self.walk(self.phone(), FRENCH[:3]).is_open)


if __name__ == "__main__":
    unittest.main()
