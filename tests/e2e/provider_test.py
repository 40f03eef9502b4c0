"""An operator whom nobody knew, made of one page of YAML: its recorded traffic, a pasted request,
and a whole registration over the real gateway; what is forged or replayed is refused there.
docs/providers.md keeps its word: its pages are read, its commands print what it says.
"""
import base64
import hashlib
import hmac
import json
import re
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from scene import FRENCH, Scene, Stage
from stage import ROOT, binaries

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

    def test_a_replay_within_the_window_changes_nothing(self):
        at_s = int(time.time())
        self.call("ouvre", "103", token="0")
        first = self.call("suite", "103", "2", token="1", at_s=at_s)
        for _ in range(3):
            self.assertEqual(self.call("suite", "103", "2", token="1", at_s=at_s).body, first.body)
        self.assertIn("jeton/retour", self.call("suite", "103", "2;1", token="2").body)


# What a fragment of the documentation lacks to be a page.
_REST_OF_A_PAGE = {
    "provider": "provider: fragment\n",
    "kind": "kind: ussd\n",
    "request": ("request: {methods: [GET], msisdn: {query: a}, session: {query: s},"
                " text: {query: t}}\n"),
    "reply": 'reply: {continue: {text: "{text}"}, end: {text: "{text}"}}\n',
}


class DocumentationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        text = (ROOT / "docs/providers.md").read_text(encoding="utf-8")
        self.blocks = re.findall(r"```(\w+)\n(.*?)```", text, re.DOTALL)

    def jisr(self, *words):
        command = [str(binaries() / "jisr"), *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False,
                              cwd=self.folder)

    def test_the_tutorial(self):
        page, traffic = [body for kind, body in self.blocks if kind == "yaml"][:2]
        request = next(body for kind, body in self.blocks if kind == "http")
        self.folder.joinpath("atlas-ussd").mkdir()
        self.folder.joinpath("atlas-ussd.yaml").write_text(page, encoding="utf-8")
        self.folder.joinpath("atlas-ussd/wire.yaml").write_text(traffic, encoding="utf-8")
        self.folder.joinpath("request.txt").write_text(request, encoding="utf-8")
        commands = [body for kind, body in self.blocks if kind == "console"]
        self.assertEqual(len(commands), 2)
        for command in commands:
            line, _, printed = command.partition("\n")
            ran = self.jisr(*line.removeprefix("$ jisr ").split())
            self.assertEqual(ran.stdout, printed)
            self.assertEqual(ran.returncode, 0)

    def test_each_fragment_is_right(self):
        fragments = [body for kind, body in self.blocks if kind == "yaml"][2:]
        self.assertGreaterEqual(len(fragments), 4)
        for fragment in fragments:
            own = set(re.findall(r"^(\w+):", fragment, re.MULTILINE))
            page = "".join(rest for key, rest in _REST_OF_A_PAGE.items() if key not in own)
            self.folder.joinpath("page.yaml").write_text(page + fragment, encoding="utf-8")
            self.folder.joinpath("wire.yaml").write_text("rows: []\n", encoding="utf-8")
            ran = self.jisr("provider", "test", "page.yaml", "--cases", "wire.yaml")
            self.assertIn("0 errors, 0 warnings", ran.stdout, page + fragment)

    def test_it_names_each_page_that_is_shipped(self):
        text = (ROOT / "docs/providers.md").read_text(encoding="utf-8")
        listed = re.findall(r"^\| \[(.*?)\]\(../config/providers/(.*?)\)", text, re.MULTILINE)
        shipped = sorted(path.stem for path in (ROOT / "config/providers").glob("*.yaml"))
        self.assertEqual(sorted(name for name, _ in listed), shipped)
        for name, file in listed:
            self.assertEqual(f"{name}.yaml", file)
            head = (ROOT / "config/providers" / file).read_text(encoding="utf-8")
            self.assertIn("Verified against: ", head.split("\nprovider:")[0], file)


if __name__ == "__main__":
    unittest.main()
