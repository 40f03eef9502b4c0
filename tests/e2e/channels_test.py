"""The other ways in: SMS by a provider, and USSD in our own JSON."""
import json
import unittest

from scene import ARRIVAL_S, FRENCH, Scene, body_of, wait_until

_JSON = {"Content-Type": "application/json", "Authorization": "Bearer demo"}


class ChannelsTest(Scene):
    def send(self, phone, number, text):
        """One SMS to the Africa's Talking channel; the status."""
        return self.stage.callback("demo-sms", {"from": phone.msisdn, "to": "5550", "text": text,
                                                "id": f"in-{number}"})

    def last_sms(self, phone, count):
        """The text of her `count`th SMS."""
        def arrived():
            return [sms for sms in self.stage.sms.received if sms.to == phone.msisdn]

        self.assertTrue(wait_until(lambda: len(arrived()) >= count, ARRIVAL_S), f"SMS {count}")
        return arrived()[count - 1].text

    def test_a_registration_by_sms(self):
        phone = self.phone()
        self.assertEqual(self.send(phone, 0, "jisr").status, 200)
        self.assertIn("Français", self.last_sms(phone, 1))
        for number, answer in enumerate(FRENCH, 1):
            self.assertEqual(self.send(phone, number, answer).status, 200)
            text = self.last_sms(phone, number + 1)
        reference = self.reference_on(type("Sms", (), {"text": text, "is_open": False}))
        self.assert_held_once(reference)
        self.assertEqual(body_of(self.records_of(reference)[0])["channel"], "demo-sms")
        self.assertIn(reference, self.last_sms(phone, len(FRENCH) + 2), "the confirmation")

    def test_a_repeated_sms_is_answered_once(self):
        phone = self.phone()
        for _ in range(3):
            self.send(phone, "same", "JISR")
        self.last_sms(phone, 1)
        self.send(phone, "next", "2")
        self.assertIn("Accepter", self.last_sms(phone, 2))

    def test_an_sms_that_is_no_keyword_is_not_answered(self):
        phone = self.phone()
        self.assertEqual(self.send(phone, "x", "hello").status, 200)
        self.assertIsNone(self.stage.sms.wait_for(phone.msisdn, 1.0))

    def post(self, event):
        return self.stage.request(f"{self.stage.callbacks_url}/callbacks/json-ussd",
                                  json.dumps(event).encode(), _JSON)

    def test_a_registration_in_json(self):
        phone = self.phone()
        call = {"session": phone.msisdn, "msisdn": phone.msisdn, "service": "*556#"}
        page = self.post({**call, "event": "begin", "message_id": "0"}).json()
        for number, answer in enumerate(FRENCH, 1):
            self.assertFalse(page["end"], page)
            event = {**call, "event": "answer", "text": answer, "message_id": str(number)}
            page = self.post(event).json()
            self.assertEqual(self.post(event).json(), page, "a repeat gets the same page")
        reference = self.reference_on(type("Page", (), {"text": page["text"], "is_open": False}))
        self.assert_held_once(reference)

    def test_a_stranger_gets_nothing(self):
        url = f"{self.stage.callbacks_url}/callbacks/json-ussd"
        event = json.dumps({"event": "begin", "session": "s", "msisdn": "0612345678"}).encode()
        for headers, status in (({}, 401), ({"Authorization": "Bearer wrong"}, 403)):
            answer = self.stage.request(url, event, {"Content-Type": "application/json", **headers})
            self.assertEqual(answer.status, status)
        self.assertEqual(self.stage.callback("nobody", {}).status, 404)

    def test_a_receipt_is_taken(self):
        answer = self.stage.callback("demo-sms/receipts", {"id": "ATXid_1", "status": "Success"})
        self.assertEqual(answer.status, 200)


if __name__ == "__main__":
    unittest.main()
