"""Too often: one subscriber, one channel, SMS to one number; and who may see what the gateway says
of itself.
"""
import json
import unittest

from kept_scene import KeptScene
from scene import ARRIVAL_S, FRENCH, wait_until


class RatesTest(KeptScene):
    CHANGES = (("gateway.yaml", "outbox:\n",
                "limits: {rates: {turns_a_minute: 30, calls_an_hour: 3, lookups_a_day: 2}}\n"
                "sms: {one_number: {hour: 2, day: 5}}\n\noutbox:\n"),)

    def count(self, name):
        return self.stage.admin("/status").json()[name]

    def test_calls_of_one_woman(self):
        phone, other = self.phone(), self.phone()
        for _ in range(3):
            self.assertTrue(phone.dial("*555#").is_open)
        before = self.count("limited")
        screen = phone.dial("*555#")
        self.assertFalse(screen.is_open)
        self.assertIn("مشغولة", screen.text)
        self.assertEqual(self.count("limited"), before + 1)
        self.assertTrue(other.dial("*555#").is_open, "nobody else is held back")
        line = [json.loads(line) for line in self.log_of_gateway().splitlines()
                if '"too_often"' in line][-1]
        self.assertEqual(line["limit"], "calls_an_hour")
        self.assertNotIn(phone.msisdn[4:], json.dumps(line))

    def test_a_repeated_callback_does_not_count(self):
        phone = self.phone()
        page = phone.dial("*555#").text
        for _ in range(40):
            self.assertEqual(phone._ask().text, page)  # the very same request
        self.assertTrue(phone.answer("2").is_open)

    def test_answers_without_an_end(self):
        phone = self.phone()
        phone.dial("*555#")
        before = self.count("limited")
        for _ in range(60):
            screen = phone.answer("9")
            if self.count("limited") > before:
                break
            if not screen.is_open:  # too many wrong ones: that is another rule
                screen = phone.dial("*555#")
        self.assertGreater(self.count("limited"), before)

    def test_sms_to_one_number(self):
        phone = self.phone()
        for number, text in enumerate(("jisr", "2", "1", "1")):
            answer = self.stage.callback("demo-sms", {
                "from": phone.msisdn, "to": "5550", "text": text,
                "id": f"{phone.msisdn}-{number}"})
            self.assertEqual(answer.status, 200)

        def came():
            return len([sms for sms in self.stage.sms.received if sms.to == phone.msisdn])

        self.assertTrue(wait_until(lambda: self.count("sms_limited") == 2 and came() == 2,
                                   ARRIVAL_S))

    def test_sms_abroad(self):
        """A registration whose confirmation would go to a dear number."""
        answer = self.stage.callback("demo-sms", {"from": "+882161234567", "to": "5550",
                                                  "text": "jisr", "id": "abroad"})
        self.assertEqual(answer.status, 200)

        def dead():
            return [one for one in self.jisr_json("outbox", "list", "--dead")["entries"]
                    if "mobile ranges" in one["last_error"]]

        self.assertTrue(wait_until(dead, ARRIVAL_S))
        self.assertEqual([sms for sms in self.stage.sms.received if sms.to == "+882161234567"], [])


class AdminTest(KeptScene):
    """The listener with a token."""
    TOKEN = "0123456789abcdef0123456789abcdef"

    @classmethod
    def before_start(cls):
        cls.token_file = cls.stage.folder / "admin.token"
        cls.token_file.write_text(cls.TOKEN + "\n")
        cls.change("gateway.yaml", 'admin: {address: 127.0.0.1,',
                   f'admin: {{address: 127.0.0.1, token_file: "{cls.token_file}",')

    def ask(self, path, shown=None):
        headers = {} if shown is None else {"Authorization": shown}
        return self.stage.request(self.stage.admin_url + path, None, headers)

    def test_without_its_token_nobody_sees_the_status(self):
        for path in ("/livez", "/readyz"):
            self.assertEqual(self.ask(path).status, 200)
        for shown in (None, "", "Bearer", "Bearer ", f"Bearer {self.TOKEN[:-1]}",
                      f"Bearer {self.TOKEN}0", f"Basic {self.TOKEN}", self.TOKEN,
                      f"Bearer  {self.TOKEN}"):
            answer = self.ask("/status", shown)
            self.assertEqual(answer.status, 401, shown)
            self.assertEqual(answer.headers["www-authenticate"], "Bearer")
            self.assertEqual(self.ask("/nothing", shown).status, 401)
        for shown in (f"Bearer {self.TOKEN}", f"bearer {self.TOKEN}"):
            self.assertIn("answers", self.ask("/status", shown).json())
        self.assertIn('"admin_refused"', self.log_of_gateway())

    def test_secrets_are_printed_nowhere(self):
        secrets = [path.read_text().strip() for path in self.stage.folder.glob("*.key")]
        secrets = [secret for secret in secrets if len(secret) > 16] + [self.TOKEN]
        self.assertEqual(len(secrets), 3)
        said = [self.jisr("keys", "status"), self.jisr("keys", "status", "--json"),
                self.ask("/status", f"Bearer {self.TOKEN}").body, self.log_of_gateway(),
                self.jisr("outbox", "list")]
        self.change("gateway.yaml", "keys:", "kays:")
        try:
            said.append(self.jisr("keys", "status", code=1))
        finally:
            self.change("gateway.yaml", "kays:", "keys:")
        for text in said:
            for secret in secrets:
                self.assertNotIn(secret, text)

    def test_open_to_others_it_needs_one(self):
        with_token = f'address: 127.0.0.1, token_file: "{self.token_file}"'
        for address, code in (("0.0.0.0", "E610"), ('"::"', "E610"), ("192.0.2.1", "E610"),
                              ("127.0.0.9", None), ('"::1"', None)):
            self.change("gateway.yaml", with_token, f"address: {address}")
            try:
                said = self.jisr("outbox", "list", code=1 if code else 0)
                self.assertEqual(bool(code) and code in said, bool(code), said)
            finally:
                self.change("gateway.yaml", f"admin: {{address: {address}",
                            f"admin: {{{with_token}")


if __name__ == "__main__":
    unittest.main()
