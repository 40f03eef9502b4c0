"""What needs a person: seen in /status, corrected and sent again as the same registration, dropped
with a reason; and entries that nobody would look at, found.
"""
import json
import os
import re
import subprocess
import unittest

from scene import FRENCH, Scene, body_of, wait_until
from stage import gateway_environment


class OutboxTest(Scene):
    def outbox(self, *words, editor=None):
        environment = {**os.environ, **gateway_environment(self.stage)}
        if editor:
            environment["EDITOR"] = editor
            environment.pop("VISUAL", None)
        command = [str(self.stage.build_dir / "jisr"), "outbox", *words,
                   "--config", str(self.stage.config)]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False,
                              env=environment)

    def dead(self):
        return json.loads(self.outbox("list", "--dead", "--json").stdout)["entries"]

    def refused(self):
        """A registration that the registry has refused: its reference and its entry's id."""
        self.assertEqual(self.dead(), [])
        self.stage.registry("/faults", {"mode": "reject", "count": 1})
        reference = self.reference_on(self.walk(self.phone(), FRENCH))
        self.assertTrue(wait_until(self.dead, 15))
        return reference, self.dead()[0]["id"]

    def test_corrected_it_is_the_same_registration(self):
        reference, entry = self.refused()
        status = self.stage.admin("/status").json()
        self.assertEqual(status["outbox"]["dead"], 1)
        self.assertGreaterEqual(status["outbox"]["oldest_dead_s"], 0)
        file = self.stage.folder / "entry.json"
        self.assertEqual(self.outbox("edit", entry, "--out", str(file)).returncode, 0)
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        text = file.read_text(encoding="utf-8")
        for wrong, says in ((text.replace("1990", '"old"'), "birth_year"),
                            (text.replace(entry, entry[:-1] + "x"), "id must stay"),
                            (text[:-5], "not JSON")):
            file.write_text(wrong, encoding="utf-8")
            ran = self.outbox("edit", entry, "--in", str(file))
            self.assertEqual(ran.returncode, 1, wrong)
            self.assertIn(says, ran.stderr)
            self.assertIn("nothing is changed", ran.stderr)
        self.assertEqual(len(self.dead()), 1)

        ran = self.outbox("edit", entry, editor="sed -i 's/El Amrani/Alaoui/'")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assert_held_once(reference)
        record = self.records_of(reference)[0]
        self.assertEqual(body_of(record)["family_name"], "Alaoui")
        self.assertEqual(body_of(record)["id"], entry)
        self.assertEqual(self.outbox("edit", entry, "--out", str(file)).returncode, 1)

    def test_dropped_it_is_known_why(self):
        reference, entry = self.refused()
        self.assertEqual(self.outbox("drop", entry).returncode, 2, "a reason is needed")
        ran = self.outbox("drop", entry, "--reason", "called +212612345678, a test")
        self.assertEqual(ran.returncode, 1)
        ran = self.outbox("drop", entry, "--reason", "a test call of the operator")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(self.dead(), [])
        dropped = json.loads(self.outbox("list", "--dropped", "--json").stdout)["dropped"]
        self.assertEqual(dropped[0]["id"], entry)
        self.assertEqual(dropped[0]["reason"], "a test call of the operator")
        self.assertIn("4", dropped[0]["was"])
        self.assertEqual(self.records_of(reference), [])
        self.assertEqual(self.outbox("retry", entry).returncode, 1)

    def test_what_nobody_would_look_at_is_found(self):
        for sweep in (lambda: self.outbox("sweep").stdout, lambda: ""):
            self.stage.registry("/faults", {"mode": "reject", "count": 1})
            reference = self.reference_on(self.walk(self.phone(), FRENCH))
            self.assertTrue(wait_until(self.dead, 15))
            entry = self.dead()[0]["id"]
            for partition in range(64):
                self.stage.redis.command("ZREM", f"jisr:{{{partition}}}:dead", entry)
            said = sweep()  # once by hand; once by the gateway itself, within some seconds
            if said:
                self.assertRegex(said, r"^[01] entries were mended")
            self.assertTrue(wait_until(self.dead, 20))
            self.assertEqual(self.outbox("retry", entry).returncode, 0)
            self.assert_held_once(reference)
        self.assertTrue(re.search(r'"outbox_mended"|mended', self.stage.gateway.log.read_text()))


if __name__ == "__main__":
    unittest.main()
