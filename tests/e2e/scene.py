"""What the end-to-end tests share: one stage for a test class, the answers of a whole registration
in each language, and the question that tests end with: does the registry hold each one once?
"""
import re
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from phone import Phone  # noqa: E402
from stage import Stage, wait_until  # noqa: E402

CODE = "*555#"
ARRIVAL_S = 20.0

# From the language page to the confirmation, with the settings of config/gateway.yaml.
FRENCH = ["2", "1", "1", "El Amrani", "Fatima", "JA654321", "1990", "1", "1", "2",
          "1", "2", "1", "2", "1", "2", "1"]
ARABIC = ["1", "1", "1", "العمراني", "فاطمة", "ja 654 321", "١٩٩٠", "1", "2", "1",
          "1", "2", "1", "2", "1", "2", "1"]


class Scene(unittest.TestCase):
    """A stage that all tests of the class share; each test takes subscribers of its own."""
    _next = 0

    @classmethod
    def setUpClass(cls):
        cls.stage = Stage()
        cls.addClassCleanup(cls.stage.stop)
        cls.stage.start()

    @classmethod
    def phone(cls) -> Phone:
        Scene._next += 1
        return Phone(cls.stage, "demo-ussd", f"+2126{Scene._next:08}")

    def walk(self, phone, answers):
        """Dials and answers; the last screen."""
        screen = phone.dial(CODE)
        for answer in answers:
            self.assertTrue(screen.is_open, f"ended before {answer!r}: {screen.text}")
            screen = phone.answer(answer)
        return screen

    def reference_on(self, screen) -> str:
        self.assertFalse(screen.is_open, screen.text)
        found = re.search(r"(?<!\d)\d{8}(?!\d)", screen.text)
        self.assertIsNotNone(found, screen.text)
        self.assertTrue(check_digit_holds(found[0]), found[0])
        return found[0]

    def due(self) -> int:
        """What waits to leave."""
        return self.stage.admin("/status").json()["outbox"]["due"]

    def records_of(self, reference: str) -> list:
        return [record for record in self.stage.records()
                if body_of(record)["reference"] == reference]

    def assert_held_once(self, reference: str):
        self.assertTrue(wait_until(lambda: self.records_of(reference), ARRIVAL_S),
                        f"the registry never got {reference}")
        self.assertEqual(len(self.records_of(reference)), 1)


def body_of(record: dict) -> dict:
    """The payload, whether the simulator wraps it or not."""
    return record.get("body") or record.get("payload") or record


def check_digit_holds(reference: str) -> bool:
    """ISO/IEC 7064, MOD 11,10."""
    rest = 10
    for digit in reference[:-1]:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return (rest + int(reference[-1])) % 10 == 1
