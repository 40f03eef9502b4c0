"""A basic phone on a USSD channel: it dials a code and answers screens over real HTTP, in the form
of Africa's Talking (each request holds all answers so far, joined by *), and draws what it shows.
"""
import unicodedata
import uuid
from dataclasses import dataclass

_COLUMNS = 34
_RIGHT_TO_LEFT = ("R", "AL")


@dataclass(frozen=True)
class Screen:
    """What the phone shows. `is_open`: the network waits for an answer."""
    text: str
    is_open: bool
    page: str = ""  # how the gateway counts it, for example "ucs2 63/70"


class Phone:
    def __init__(self, stage, channel: str, msisdn: str):
        self.msisdn = msisdn
        self._stage = stage
        self._channel = channel
        self._code = self._session = ""
        self._answers = []

    def dial(self, code: str) -> Screen:
        """Begins a new network session."""
        self._code, self._session, self._answers = code, uuid.uuid4().hex, []
        return self._ask()

    def answer(self, text: str) -> Screen:
        """Answers the open screen."""
        self._answers.append(text)
        return self._ask()

    def _ask(self) -> Screen:
        reply = self._stage.callback(self._channel, {
            "sessionId": self._session, "phoneNumber": self.msisdn, "serviceCode": self._code,
            "text": "*".join(self._answers)})
        kind, _, text = reply.body.partition(" ")
        if reply.status != 200 or kind not in ("CON", "END"):
            raise ValueError(f"the gateway answered {reply.status}: {reply.body[:200]}")
        return Screen(text, kind == "CON", reply.headers.get("x-jisr-page", ""))


def draw(screen: Screen) -> str:
    """The screen in a frame, with its encoding and cost at the foot if the gateway told them."""
    foot = f" {screen.page} " if screen.page else ""
    lines = ["╭" + "─" * (_COLUMNS + 2) + "╮"]
    for line in screen.text.split("\n"):
        lines += [f"│ {_pad(part)} │" for part in _wrap(line)]
    lines.append("╰" + foot.rjust(_COLUMNS + 2, "─") + "╯")
    return "\n".join(lines)


def _pad(text: str) -> str:
    """Fills a line to the frame's width; an Arabic one stands at the right, and keeps the frame."""
    space = " " * max(0, _COLUMNS - _width(text))
    first = next((unicodedata.bidirectional(letter) for letter in text
                  if unicodedata.bidirectional(letter) in ("L",) + _RIGHT_TO_LEFT), "L")
    # The mark of direction keeps a terminal that knows Arabic from turning the whole line about.
    return text + space if first == "L" else space + text + "\u200e"


def _wrap(line: str):
    current = ""
    for word in line.split(" "):
        longer = f"{current} {word}" if current else word
        if current and _width(longer) > _COLUMNS:
            yield current
            longer = word
        while _width(longer) > _COLUMNS:
            yield longer[:_COLUMNS]
            longer = longer[_COLUMNS:]
        current = longer
    yield current


def _width(text: str) -> int:
    """Columns in a terminal: marks that stand on a letter or only direct take none."""
    return sum(0 if unicodedata.category(letter) in ("Mn", "Me", "Cf") else
               2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
