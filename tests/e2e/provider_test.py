"""An operator whom nobody knew, made of one page of YAML: its recorded traffic, a pasted request, and
a whole registration over the real gateway; what is forged or replayed is refused there.
"""
import base64
import hashlib
import hmac
import json
import subprocess
import time
import unittest
from pathlib import Path

from scene import FRENCH, Scene, Stage
from stage import ROOT

_FOLDER = Path(__file__).parent / "operator"
_PAGE = _FOLDER / "providers/zephyr-ussd.yaml"
_CALL = ('<z:appel xmlns:z="urn:zephyr"><z:numero court="*558#"/><z:abonne>{number}</z:abonne>'
         '<z:saisie codage="ucs2">{typed}</z:saisie><z:jeton>{token}</z:jeton></z:appel>')


class ProviderTest(Scene):
    @classmethod
    def setUpClass(cls):
        cls.stage = Stage(config=_FOLDER / "gateway.yaml")
        cls.addClassCleanup(cls.stage.stop)
        cls.stage.start()

    def jisr(self, *words, told=""):
        command = [str(self.stage.build_dir / "jisr"), "provider", *map(str, words)]
        return subprocess.run(command, input=told, capture_output=True, text=True, timeout=30,
                              check=False, cwd=ROOT)

    def call(self, step, session, typed="", *, token="t", at_s=None, key=b"zephyr-key", body=None):
        """One signed callback; `body` goes instead of the one that is signed."""
        path = f"/callbacks/zephyr/v2/{step}/{session}"
        number = f"6{int(session):08}"
        signed = _CALL.format(number=number, typed=typed.encode("utf-16-be").hex(), token=token)
        stamp = str(int(time.time()) if at_s is None else at_s)
        text = f"POST\n{path}\n{stamp}\n{signed}".encode()
        signature = base64.b64encode(hmac.new(key, text, hashlib.sha512).digest()).decode()
        return self.stage.request(
            self.stage.callbacks_url + path, (body or signed).encode(),
            {"Content-Type": "application/vnd.zephyr", "X-Zephyr": f"v1={signature}",
             "X-Zephyr-Time": stamp})

    def test_its_recorded_traffic(self):
        ran = self.jisr("test", _PAGE)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertIn("19 of 19 rows as recorded", ran.stdout)

    def test_traffic_that_differs_is_told(self):
        wrong = Path(self.stage.folder, "wrong.yaml")
        rows = (_PAGE.with_suffix("") / "wire.yaml").read_text(encoding="utf-8")
        wrong.write_text(rows.replace('text: "2;1"}', 'text: "2;2"}', 1), encoding="utf-8")
        ran = self.jisr("test", _PAGE, "--cases", wrong)
        self.assertEqual(ran.returncode, 1)
        self.assertIn('text is "2;1", expected "2;2"', ran.stdout)
        self.assertIn("18 of 19 rows as recorded", ran.stdout)

    def test_a_pasted_request_is_explained(self):
        request = ("POST /callbacks/zephyr/v2/suite/7 HTTP/1.1\nContent-Type: text/xml\n\n"
                   + _CALL.format(number="612345678", typed="0033", token="t9"))
        ran = self.jisr("try", _PAGE, "--set", "inbound_secret=k", told=request)
        self.assertEqual(ran.returncode, 1, "it is not signed")
        self.assertIn('"+212612345678"', ran.stdout)
        self.assertIn("401", ran.stdout)
        shipped = ROOT / "config/providers/africastalking-ussd.yaml"
        request = ("POST / HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\n"
                   "sessionId=s&phoneNumber=%2B212612345678&text=1*2&serviceCode=*555%23")
        ran = self.jisr("try", shipped, told=request)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertRegex(ran.stdout, r'kind +"answer"')
        self.assertIn("CON 1 Oui", ran.stdout)
        self.assertIn("W600", ran.stdout, "anybody could call")

    def test_a_registration(self):
        session, typed = "101", []
        page = self.call("ouvre", session, token="0")
        self.assertEqual(page.status, 202, page.body)
        for number, answer in enumerate(FRENCH, 1):
            self.assertTrue(page.json()["ecran"]["saisie"], page.body)
            self.assertEqual(page.json()["ecran"]["jeton/retour"], str(number - 1))
            typed.append(answer)
            page = self.call("suite", session, ";".join(typed), token=str(number))
        self.assertEqual(page.status, 200, page.body)
        text = page.json()["ecran"]["lignes"][0]
        reference = self.reference_on(type("Page", (), {"text": text, "is_open": False}))
        self.assert_held_once(reference)

    def test_what_is_forged_replayed_or_changed_is_refused(self):
        now = int(time.time())
        for words, status in (({"key": b"guess"}, 403), ({"at_s": now - 3600}, 403),
                              ({"at_s": now + 3600}, 403), ({"body": "<a/>"}, 403)):
            answer = self.call("ouvre", "102", **words)
            self.assertEqual(answer.status, status, words)
            self.assertEqual(json.loads(answer.body)["erreur"], status)
        self.assertEqual(self.call("ferme", "102").status, 200)


if __name__ == "__main__":
    unittest.main()
