"""The command line as its users meet it: dial, check, reload, outbox, and the exit codes."""
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from scene import ARABIC, FRENCH, Scene, wait_until
from stage import ROOT, gateway_environment


class CommandTest(Scene):
    def run_jisr(self, *words, config=None):
        """Runs `jisr`; the finished process."""
        command = [str(self.stage.build_dir / "jisr"), *words]
        if config:
            command += ["--config", str(config)]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False,
                              cwd=ROOT, env={**os.environ, **gateway_environment(self.stage)})

    def test_dial_needs_nothing_else(self):
        for language, answers in (("fr", FRENCH), ("ar", ARABIC)):
            ran = subprocess.run(
                [str(self.stage.build_dir / "jisr"), "dial", "*555#", "--language", language,
                 "--answers", ",".join(answers[1:])],
                capture_output=True, text=True, timeout=30, check=False, cwd=ROOT)
            self.assertEqual(ran.returncode, 0, ran.stderr)
            self.assertRegex(ran.stdout, r"(gsm7|ucs2) \d+/(160|70)")
            self.assertNotIn("TOO LONG", ran.stdout)
            self.assertIn("48271936", ran.stdout)

    def test_dial_over_the_real_gateway(self):
        ran = self.run_jisr("dial", "*555#", "--answers", ",".join(FRENCH), "--phone",
                            "+212699999999", "--url",
                            f"{self.stage.callbacks_url}/callbacks/demo-ussd")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assert_held_once(re.search(r"Dossier No (\d{8})", ran.stdout)[1])

    def test_exit_codes(self):
        self.assertEqual(self.run_jisr("--help").returncode, 0)
        self.assertEqual(self.run_jisr("dance").returncode, 2)
        self.assertEqual(self.run_jisr("dial").returncode, 2)
        self.assertEqual(self.run_jisr("dial", "*999#", "--answers", "1").returncode, 3)
        self.assertEqual(self.run_jisr("dial", "*555#", "--answers", "1,1").returncode, 1)
        self.assertEqual(self.run_jisr("check", "/nowhere.yaml").returncode, 1)
        self.assertEqual(self.run_jisr("check", "config/dialogs/jisr.yaml").returncode, 0)

    def test_check_takes_a_folder(self):
        ran = self.run_jisr("check", "config/")
        self.assertEqual(ran.returncode, 0, ran.stdout)
        self.assertIn("0 errors, 0 warnings", ran.stdout)
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "config", folder, dirs_exist_ok=True)
            status = Path(folder, "dialogs/examples/status.yaml")
            status.write_text(status.read_text().replace("next: ask_call", "next: ask_cal", 1))
            ran = self.run_jisr("check", folder)
        self.assertEqual(ran.returncode, 1, ran.stdout)
        self.assertIn("status.yaml:", ran.stdout)
        self.assertIn('did you mean "ask_call"?', ran.stdout)

    def test_check_finds_a_kind_that_the_registry_does_not_know(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "config", folder, dirs_exist_ok=True)
            dialog = Path(folder, "dialogs/jisr.yaml")
            dialog.write_text(dialog.read_text().replace("register: true", "register: visit"))
            ran = self.run_jisr("check", folder)
        self.assertEqual(ran.returncode, 1, ran.stdout)
        self.assertIn("E243", ran.stdout)

    def test_check_speaks_sarif(self):
        with tempfile.TemporaryDirectory() as folder:
            dialog = Path(folder, "un été.yaml")
            text = (ROOT / "config/dialogs/jisr.yaml").read_text()
            dialog.write_text(text.replace("next: summary", "next: sumary", 1))
            ran = self.run_jisr("check", "--sarif", str(dialog))
            plain = self.run_jisr("check", "--json", str(dialog))
        self.assertEqual(ran.returncode, 1, ran.stderr)
        log = json.loads(ran.stdout)
        self.assertEqual(log["version"], "2.1.0")
        run, = log["runs"]
        rules = run["tool"]["driver"]["rules"]
        expected = json.loads(plain.stdout)["findings"]
        self.assertEqual(len(run["results"]), len(expected))
        self.assertTrue(any(one["code"] == "E210" for one in expected))
        for result, finding in zip(run["results"], expected):
            self.assertEqual(rules[result["ruleIndex"]]["id"], finding["code"])
            self.assertIn(rules[result["ruleIndex"]]["shortDescription"]["text"],
                          (ROOT / "docs/checks.md").read_text())
            self.assertEqual(result["level"], finding["severity"])
            self.assertTrue(result["message"]["text"].startswith(finding["sentence"]))
            place = result["locations"][0]["physicalLocation"]
            if finding["line"]:
                region = place["region"]
                self.assertEqual(region["startLine"], finding["line"])
                self.assertEqual(region["endColumn"] - region["startColumn"], finding["length"])
        uris = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
                for one in run["results"]}
        self.assertTrue(any(uri.endswith("/un%20%C3%A9t%C3%A9.yaml") for uri in uris), uris)

    def test_check_explains_each_code(self):
        page = (ROOT / "docs/checks.md").read_text()
        codes = re.findall(r"^\| ([EW]\d{3}) \| ([^|]+) \|", page, re.M)
        self.assertGreater(len(codes), 100)
        for code, what in (codes[0], codes[-1]):
            ran = self.run_jisr("check", "--explain", code)
            self.assertEqual(ran.returncode, 0, ran.stderr)
            self.assertIn(f"{code}: {what.strip()}", ran.stdout)
        ran = self.run_jisr("check", "--explain", "E21")
        self.assertEqual(ran.returncode, 2)
        self.assertIn("there is no finding E21", ran.stderr)

    def test_check_speaks_json(self):
        ran = self.run_jisr("check", "--json", "config/gateway.yaml")
        self.assertEqual(ran.returncode, 0, ran.stdout)
        self.assertEqual(json.loads(ran.stdout)["errors"], 0)

    def test_a_bad_reload_keeps_what_is_served(self):
        folder = self.stage.folder / "config"
        shutil.copytree(ROOT / "config", folder)
        dialog = folder / "dialogs/jisr.yaml"
        good = dialog.read_text(encoding="utf-8")
        self.stage.gateway.stop()
        self.stage.config = folder / "gateway.yaml"
        self.stage.start_gateway()
        caller = self.phone()
        self.walk(caller, FRENCH[:5])

        dialog.write_text(good.replace("next: family_name", "next: family_nam"), encoding="utf-8")
        os.kill(self.stage.gateway.pid, signal.SIGHUP)
        self.assertTrue(wait_until(lambda: "reload_refused" in self.log(), 10), self.log()[-500:])
        self.assertIn('did you mean "family_name"', self.log())
        self.assertIn("Jisr", self.phone().dial("*555#").text)

        dialog.write_text(good.replace('"جسر - Jisr"', '"Jisr deux"'), encoding="utf-8")
        os.kill(self.stage.gateway.pid, signal.SIGHUP)
        self.assertTrue(wait_until(lambda: '"reloaded"' in self.log(), 10), self.log()[-500:])
        self.assertTrue(wait_until(lambda: "deux" in self.phone().dial("*555#").text, 5))
        screen = None
        for answer in FRENCH[5:]:  # the call that was open goes on with the version it began with
            screen = caller.answer(answer)
        self.assert_held_once(self.reference_on(screen))

    def log(self) -> str:
        return "".join(path.read_text(errors="replace")
                       for path in self.stage.folder.glob("gateway*") if path.is_file())

    def test_what_the_registry_refuses_waits_for_a_person(self):
        self.stage.registry("/faults", {"mode": "reject", "count": 1})
        reference = self.reference_on(self.walk(self.phone(), FRENCH))

        def dead():
            ran = self.run_jisr("outbox", "list", "--dead", "--json")
            return json.loads(ran.stdout)["entries"]

        self.assertTrue(wait_until(lambda: dead(), 15))
        entry = dead()[0]
        self.assertEqual(entry["state"], "refused")
        self.assertIn("4", entry["last_error"])
        self.assertIn(reference, self.run_jisr("outbox", "show", entry["id"]).stdout)
        self.assertEqual(self.run_jisr("outbox", "retry", entry["id"]).returncode, 0)
        self.assert_held_once(reference)
        self.assertEqual(self.run_jisr("outbox", "retry", entry["id"]).returncode, 1)


if __name__ == "__main__":
    unittest.main()
