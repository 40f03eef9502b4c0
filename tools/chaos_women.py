"""Women with basic phones, as many as are wanted, each a task of an asyncio loop. A woman reads the
page and answers what it asks; she hangs up now and then, her operator repeats callbacks or sends an
old one late, and when the line is busy she dials again. What she was told is what counts.
"""
import asyncio
import collections
import random
import re
import time
import urllib.parse
import uuid

from chaos_timeline import Timeline

ANSWER_MAX_S = 15.0  # no operator waits longer
_DIALS_MAX = 60
_PAUSE_GROWS_MAX = 3  # times: who hears "busy" again and again waits longer before the next call

# What a page asks, by words that only it has, and what she answers.
_REPLIES = [
    ("Vous n'avez pas terminé", "1"), ("جسر - Jisr", "2"), ("Programme Jisr", "1"),
    ("Ce téléphone est", "{sms}"), ("Nom de famille", "El Amrani"), ("Prénom", "Fatima"),
    ("en lettres seulement", "Fatima"), ("carte nationale", "{id}"), ("Numéro inhabituel", "2"),
    ("naissance", "1985"), ("Province:", "1"), ("Cercle:", "2"), ("Commune", "1"),
    ("Votre projet", "1"), ("Secteur:", "2"), ("Premier besoin", "1"),
    ("Formation souhaitée", "1"), ("Langue pour vous", "2"), ("sur le handicap", "2"),
    ("Confirmer", "1"),
]
_TOLD = re.compile(r"Dossier No (\d{8})")
_BUSY = "Service occupé"
_BUSY_ARABIC = "الخدمة مشغولة"


class Crowd:
    """What all women share: where the gateways are, and what became of everybody."""

    def __init__(self, seed: int, ports, think_s: float, channel: str = "demo-ussd"):
        self.ports = ports  # a function: the callback ports of the gateways that may be asked
        self.path = f"/callbacks/{channel}"
        self.seed = seed
        self.think_s = think_s  # before an answer, on average
        self.told = {}     # reference -> her number
        self.promised_sms = set()  # numbers of the told that said yes to an SMS
        self.broken = []   # what she saw that made no sense
        self.seen = Timeline()
        self.whims = collections.Counter()  # what operators and women did to the callbacks
        self.dials = self.finished = 0

    async def run(self, women: int, at_once: int, goes_on):
        """`women` of them, `at_once` on the phone together; nobody new once goes_on() is false."""
        numbers = iter(range(women))

        async def line():
            for number in numbers:
                if not goes_on():
                    return
                await Woman(self, number).register()
                self.finished += 1

        await asyncio.gather(*(line() for _ in range(at_once)))


class Woman:
    def __init__(self, crowd: Crowd, number: int):
        self.crowd = crowd
        self.random = random.Random(crowd.seed * 1_000_003 + number)
        self.msisdn = f"+2126{number:08}"
        self.card = f"JA{100000 + number}"
        self.wants_sms = self.random.random() < 0.1
        self.pages = 0           # good ones that she has seen
        self.waits_since = None  # her last good page, while she gets none

    async def register(self):
        """Until she has her number, or gives up for good."""
        in_vain = 0  # calls in a row
        for _ in range(_DIALS_MAX):
            pages_before = self.pages
            page = await self._call()
            found = _TOLD.search(page)
            if found:
                self.crowd.told[found[1]] = self.msisdn
                if self.wants_sms:
                    self.crowd.promised_sms.add(self.msisdn)
                return
            if page and not self._is_busy(page):
                self.crowd.broken.append(f"{self.msisdn}: {page}")
                return
            in_vain = in_vain + 1 if self.pages == pages_before else 0
            pause_s = self.random.uniform(0.1, 0.8) * min(2 ** in_vain, _PAUSE_GROWS_MAX)
            await asyncio.sleep(pause_s)
        self.crowd.broken.append(f"{self.msisdn}: gave up after {_DIALS_MAX} calls")

    async def _call(self) -> str:
        """One call: the last page that she saw, or "" when the line went dead."""
        self.crowd.dials += 1
        session, answers = uuid.UUID(int=self.random.getrandbits(128)).hex, []
        body = await self._ask(session, answers)
        while body.startswith("CON "):
            reply = self._reply(body)
            if reply is None:
                return body
            await asyncio.sleep(self.random.uniform(0, 2 * self.crowd.think_s))
            whim = self.random.random()
            if whim < 0.01:
                self.crowd.whims["call_dropped"] += 1
                return ""  # she hangs up, or the network does
            answers.append(reply)
            if whim < 0.04:  # the operator's stack repeats the callback, both at once
                self.crowd.whims["callback_twice_at_once"] += 1
                body, other = await asyncio.gather(self._ask(session, answers),
                                                   self._ask(session, answers))
                body = body or other
            elif whim < 0.05 and len(answers) > 2:  # an old callback comes late
                self.crowd.whims["callback_late"] += 1
                await self._ask(session, answers[:-2])
                body = await self._ask(session, answers)
            else:
                body = await self._ask(session, answers)
        return body[4:] if body.startswith("END ") else body

    def _reply(self, body: str):
        for words, reply in _REPLIES:
            if words in body:
                return reply.format(id=self.card, sms="1" if self.wants_sms else "2")
        return None

    @staticmethod
    def _is_busy(page: str) -> bool:
        return _BUSY in page or _BUSY_ARABIC in page

    async def _ask(self, session: str, answers) -> str:
        """One callback; on a dead line the operator tries once more, maybe elsewhere. "" = none."""
        form = urllib.parse.urlencode({"sessionId": session, "phoneNumber": self.msisdn,
                                       "serviceCode": "*555#", "text": "*".join(answers)})
        tried = None
        for _ in range(2):
            ports = [port for port in self.crowd.ports() if port != tried] or self.crowd.ports()
            tried = self.random.choice(ports)
            begun = time.monotonic()
            try:
                body = await asyncio.wait_for(_post(tried, self.crowd.path, form.encode()),
                                              ANSWER_MAX_S)
            except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError, ValueError):
                body = ""
            now = time.monotonic()
            said = "busy" if self._is_busy(body) else "page" if body else "nothing"
            self.crowd.seen.add(now, (now - begun) * 1000, said)
            if said == "page":
                self.pages += 1
                self.crowd.seen.waited(self.waits_since, now)
                self.waits_since = None
            elif self.waits_since is None:
                self.waits_since = begun
            if body:
                return body
        return ""


async def _post(port: int, path: str, form: bytes) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                     b"Content-Type: application/x-www-form-urlencoded\r\n"
                     b"Content-Length: %d\r\n\r\n%s"
                     % (path.encode(), len(form), form))
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise ValueError(head[:40])
        length = re.search(rb"(?i)content-length: (\d+)", head)
        return (await reader.readexactly(int(length[1]))).decode()
    finally:
        writer.close()
