"""An operator whose callbacks are only acknowledged, and who takes each page as a request of ours:
a whole registration, a page that is tried again, one that is refused, and one that nobody takes.
"""
import hashlib
import json
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from scene import FRENCH, Scene, Stage, wait_until
from soap_operator import SoapOperator, notification
from stage import ROOT, binaries

_ANSWER_S = 1.5  # the operator's time on this stage
_GATEWAY = """\
listen:
  callbacks: {address: 127.0.0.1, port: "${JISR_PORT}"}
  admin: {address: 127.0.0.1, port: "${JISR_ADMIN_PORT}"}
redis: {port: "${JISR_REDIS_PORT}", command: 200ms}
limits: {answer: 1500ms}
keys: {sealing_file: "${JISR_SEALING_KEY_FILE}", pseudonym_file: "${JISR_PSEUDONYM_KEY_FILE}"}
outbox: {poll: 50ms}
"""
_CHANNEL = {"channel": "sdp", "provider": "huawei-ussd", "kind": "ussd", "codes": ["*555#"],
            "dialog": "jisr", "page": {"gsm7": 160, "ucs2": 70}}
_SETTINGS = {"inbound_secret": "s3cret", "sp_id": "sp1", "sp_password": "pw", "service_id": "svc"}


class PageTest(Scene):
    @classmethod
    def setUpClass(cls):
        cls.operator = SoapOperator()
        cls.addClassCleanup(cls.operator.stop)
        cls.stage = Stage()
        cls.addClassCleanup(cls.stage.stop)
        cls.stage.config = cls.stage.folder / "gateway.yaml"
        settings = {**_SETTINGS, "url": cls.operator.url}
        cls.stage.config.with_name("sdp.yaml").write_text(
            "".join(f"{key}: {json.dumps(value)}\n"
                    for key, value in {**_CHANNEL, "settings": settings}.items()))
        dialog = {"file": f"{ROOT}/config/dialogs/jisr.yaml",
                  "settings": {"national_id": True, "disability": True, "commune": True,
                               "age_min": 18, "region": "10"}}
        cls.stage.config.write_text(
            _GATEWAY + f"registry: {ROOT}/config/registry/jisr.yaml\n"
            f"providers: {ROOT}/config/providers\ndialogs: {json.dumps({'jisr': dialog})}\n"
            "channels: [sdp.yaml]\n")
        cls.stage.start()

    def setUp(self):
        Scene._next += 1
        self.number = f"2126{Scene._next:08}"
        self.call = f"call-{Scene._next}"

    def tell(self, typed="", *, begins=False, path="/s3cret"):
        """What she did; the gateway's answer to the callback."""
        return self.stage.request(
            f"{self.stage.callbacks_url}/callbacks/sdp{path}",
            notification(self.call, self.number, typed, begins=begins),
            {"Content-Type": "text/xml; charset=utf-8"})

    def ask(self, typed="", *, begins=False):
        """The page that she sees after what she did."""
        before = len(self.operator.pages)
        answer = self.tell(typed, begins=begins)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertIn("notifyUssdReceptionResponse", answer.body)
        page = self.operator.page_after(before)
        self.assertIsNotNone(page, "the page never came")
        self.assertEqual(page.fields["senderCB"], self.call)
        self.assertEqual(page.fields["msIsdn"], self.number)
        return page

    def count(self, name: str) -> int:
        return json.loads(self.stage.admin("/status").body)[name]

    def lost_lines(self) -> list:
        log = self.stage.gateway.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in log if '"page_lost"' in line]

    def test_a_registration(self):
        page = self.ask("*555#", begins=True)
        for answer in FRENCH:
            self.assertTrue(page.is_open, page.text)
            page = self.ask(answer)
        self.assertEqual((page.fields["msgType"], page.fields["ussdOpType"]), ("2", "3"))
        reference = self.reference_on(page)
        self.assert_held_once(reference)

    def test_who_we_are_is_shown(self):
        page = self.ask("*555#", begins=True)
        told = page.fields
        expected = hashlib.md5(f"sp1pw{told['timeStamp']}".encode()).hexdigest()
        self.assertEqual(told["spPassword"], expected)
        self.assertEqual(told["linkid"], f"link-{self.call}")
        self.assertEqual(told["codeScheme"], "72", "the first page is Arabic")
        self.assertEqual(self.tell("1", path="/guess").status, 403)

    def test_a_page_is_tried_once_more(self):
        retried, sent = self.count("pages_retried"), self.count("pages_sent")
        before = len(self.operator.pages)
        self.operator.answer_next(503)
        self.tell("*555#", begins=True)
        first, second = self.operator.page_after(before), self.operator.page_after(before + 1)
        self.assertIsNotNone(second)
        self.assertEqual(first.text, second.text)
        self.assertTrue(wait_until(lambda: self.count("pages_sent") == sent + 1, 5))
        self.assertEqual(self.count("pages_retried"), retried + 1)

    def test_a_refused_page_is_told_and_not_repeated(self):
        before, lost = len(self.operator.pages), len(self.lost_lines())
        self.operator.answer_next(500)
        self.assertEqual(self.tell("*555#", begins=True).status, 200)
        self.assertTrue(wait_until(lambda: len(self.lost_lines()) > lost, 5))
        line = self.lost_lines()[-1]
        self.assertEqual((line["channel"], line["reason"]), ("sdp", "the provider answered 500"))
        self.assertNotIn(self.number[-9:], json.dumps(line))
        self.assertEqual(len(self.operator.pages), before + 1)
        self.assertIn("العربية", self.ask("*555#", begins=True).text, "she dials again")

    def test_nobody_takes_it(self):
        """Given up within the operator's time, and she goes on where she was."""
        self.ask("*555#", begins=True)
        for answer in FRENCH[:3]:
            self.ask(answer)
        before, lost = len(self.operator.pages), self.count("pages_lost")
        self.operator.answer_next(None, None)
        began = time.monotonic()
        self.assertEqual(self.tell(FRENCH[3]).status, 200)
        self.assertLess(time.monotonic() - began, 1.0, "the callback does not wait for the page")
        self.assertTrue(wait_until(lambda: self.count("pages_lost") == lost + 1, 10))
        self.assertLess(time.monotonic() - began, _ANSWER_S + 1.0)
        self.assertEqual(len(self.operator.pages), before + 2, "twice, and no more")
        self.call += "-again"
        self.assertIn("Continuer", self.ask("*555#", begins=True).text, "she dials again")
        self.assertIn("Prénom", self.ask("1").text, "the name that she typed is stored")

    def test_the_gateway_leaves_when_its_pages_have_left(self):
        before = len(self.operator.pages)
        self.operator.answer_next(503)
        self.tell("*555#", begins=True)
        self.assertEqual(self.stage.gateway.stop(), 0)
        self.assertIsNotNone(self.operator.page_after(before + 1), "tried again while it stops")
        self.stage.start_gateway()


class CertificateTest(unittest.TestCase):
    def test_a_certificate_that_nobody_asks_for(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            page = (ROOT / "config/providers/xml-ussd.yaml").read_text(encoding="utf-8")
            (folder / "providers").mkdir()
            (folder / "providers/x.yaml").write_text(page.replace("basic", "certificate"))
            (folder / "line.yaml").write_text(
                'channel: line\nprovider: xml-ussd\nkind: ussd\ncodes: ["*555#"]\ndialog: jisr\n'
                "settings: {inbound_certificate: CN=operator}\n")
            for file in ("a.pem", "b.pem", "ca.pem"):
                (folder / file).write_text("-")
            listen = "  callbacks: {address: 127.0.0.1, port: 0%s}\n"
            for tls, found in (("", True), (", tls: {certificate: a.pem, key: b.pem}", True),
                               (", tls: {certificate: a.pem, key: b.pem, client_ca: ca.pem}",
                                False)):
                (folder / "gateway.yaml").write_text(
                    "listen:\n" + listen % tls + "providers: providers\n"
                    f"dialogs: {{jisr: {{file: {ROOT}/config/dialogs/jisr.yaml}}}}\n"
                    "channels: [line.yaml]\n")
                ran = subprocess.run([binaries() / "jisr", "check", folder],
                                     capture_output=True, text=True, timeout=60, check=False)
                self.assertEqual("E640" in ran.stdout, found, ran.stdout)


if __name__ == "__main__":
    unittest.main()
