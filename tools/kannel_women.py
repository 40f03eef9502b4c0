"""Women who register by SMS, as many as are wanted: each sends the keyword, and then an answer for
each SMS that she gets, until she has her number and its confirmation. Nobody sends anything twice:
a message that is lost on the way stays lost, and she waits for ever.

take() is called on one thread at a time, start() and the counts on others.
"""
import re
import statistics
import threading
import time

FRENCH = ["Jisr", "2", "1", "1", "El Amrani", "Fatima", "JA654321", "1990", "1", "1", "2",
          "1", "2", "1", "2", "1", "2", "1"]
ARABIC = ["جسر", "1", "1", "1", "العمراني", "فاطمة", "ja 654 321", "١٩٩٠", "1", "2", "1",
          "1", "2", "1", "2", "1", "2", "1"]
ANSWERS = len(FRENCH) + 1  # an SMS for each of hers, and the confirmation
SERVICE = "8352"
_REFERENCE = re.compile(r"(?<!\d)\d{8}(?!\d)")


class Woman:
    def __init__(self, number: int):
        self.msisdn = f"+2126{number:08}"
        self.says = ARABIC if number % 2 else FRENCH
        self.said = 0
        self.heard = []
        self.told = None        # her reference number
        self.confirmed = False
        self.asked_at = 0.0

    @property
    def is_done(self) -> bool:
        return self.confirmed and self.said == len(self.says)


class Women:
    def __init__(self, count: int, at_once: int, send, first: int = 1):
        """`send(msisdn, to, text)` puts an SMS on its way. Numbers of women go from `first` on."""
        self.all = {woman.msisdn: woman for woman in map(Woman, range(first, first + count))}
        self._waiting = list(reversed(self.all.values()))
        self._at_once = at_once
        self._send = send
        self._lock = threading.Lock()
        self.sent = self.doubled = self.strangers = 0
        self.waits_ms = []
        self.moved_at = time.monotonic()

    def start(self):
        for _ in range(self._at_once):
            self._begin_one()

    def take(self, msisdn: str, text: str):
        """An SMS has come to her phone."""
        self.moved_at = time.monotonic()
        woman = self.all.get(msisdn)
        if woman is None:
            self.strangers += 1
            return
        if text in woman.heard:
            self.doubled += 1
            return
        woman.heard.append(text)
        if woman.told and woman.told in text:
            woman.confirmed = True
            self._begin_one()
            return
        self.waits_ms.append((time.monotonic() - woman.asked_at) * 1000)
        if woman.said < len(woman.says):
            self._say(woman)
        else:
            found = _REFERENCE.search(text)
            woman.told = found[0] if found else None

    def _begin_one(self):
        with self._lock:
            woman = self._waiting.pop() if self._waiting else None
        if woman:
            self._say(woman)

    def _say(self, woman: Woman):
        text = woman.says[woman.said]
        woman.said += 1
        with self._lock:
            self.sent += 1
        woman.asked_at = time.monotonic()
        self._send(woman.msisdn, SERVICE, text)

    def asked(self) -> dict:
        """How many messages each has sent."""
        return {msisdn: woman.said for msisdn, woman in self.all.items()}

    def have_heard(self, asked: dict) -> bool:
        """Whether as many have an answer."""
        return all(len(self.all[msisdn].heard) >= count for msisdn, count in asked.items())

    # ---- what became of them ----

    @property
    def are_done(self) -> bool:
        return all(woman.is_done for woman in self.all.values())

    @property
    def told(self) -> list:
        return [woman.told for woman in self.all.values() if woman.told]

    @property
    def unanswered(self) -> int:
        """Messages and confirmations that nobody got, with those that were not sent for it."""
        return sum(ANSWERS - len(woman.heard) for woman in self.all.values())

    def wait_ms(self, percent: int) -> float:
        """So long the given share of the women's messages waited for an answer, at most."""
        if len(self.waits_ms) < 2:
            return 0.0
        return round(statistics.quantiles(self.waits_ms, n=100)[percent - 1], 1)
