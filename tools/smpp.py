"""As much of SMPP 3.4 as an SMSC needs to talk to one gateway: PDUs to bytes and back, the three
ways in which an SMS writes its text, and the parts of a long one. Pure.
"""
import struct
from dataclasses import dataclass

SUBMIT_SM, DELIVER_SM, UNBIND, ENQUIRE_LINK = 0x04, 0x05, 0x06, 0x15
BINDS = (0x01, 0x02, 0x09)  # receiver, transmitter, transceiver
RESPONSE = 0x80000000
PDU_BYTES_MAX = 64 * 1024
GSM7, UCS2 = 0x00, 0x08  # of data_coding
_HAS_HEADER, _IS_RECEIPT = 0x40, 0x04  # of esm_class
_GSM7_UNITS, _UCS2_UNITS = 153, 67  # in one part of several

# GSM 03.38, by position; the euro and brackets stand behind an escape.
_BASIC = ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLM"
          "NOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
_ESCAPED = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~",
            0x3E: "]", 0x40: "|", 0x65: "€"}


@dataclass(frozen=True)
class Submitted:
    """One submit_sm: an SMS, or a part of one, on its way to a phone."""
    to: str
    sender: str
    coding: int
    text: str
    wants_receipt: bool
    part_of: int = 0  # with number and count, of a part
    number: int = 1
    count: int = 1


def pdu(command: int, sequence: int, body: bytes = b"", status: int = 0) -> bytes:
    return struct.pack(">IIII", 16 + len(body), command, status, sequence) + body


def text_of(coding: int, octets: bytes) -> str:
    if coding == UCS2:
        return octets.decode("utf-16-be", "replace")
    out, escaped = [], False
    for octet in octets:
        letter = _ESCAPED.get(octet, "?") if escaped else _BASIC[octet & 0x7F]
        escaped = letter == "\x1b"
        if not escaped:
            out.append(letter)
    return "".join(out)


def octets_of(text: str):
    """The (data_coding, octets) of a text: GSM 03.38 if it can be written so, else UCS-2."""
    escapes = {letter: bytes((0x1B, octet)) for octet, letter in _ESCAPED.items()}
    out = b""
    for letter in text:
        if letter in escapes:
            out += escapes[letter]
        elif letter in _BASIC:
            out += bytes((_BASIC.index(letter),))
        else:
            return UCS2, text.encode("utf-16-be")
    return GSM7, out


def messages_of(msisdn: str, to: str, text: str, reference: int) -> list:
    """The bodies of deliver_sm that carry a text from a phone: one, or the parts of a long SMS."""
    coding, octets = octets_of(text)
    whole, size = (140, 2 * _UCS2_UNITS) if coding == UCS2 else (160, _GSM7_UNITS)
    if len(octets) <= whole:
        return [_deliver(msisdn, to, coding, 0, octets)]
    parts = [octets[at:at + size] for at in range(0, len(octets), size)]
    return [_deliver(msisdn, to, coding, _HAS_HEADER,
                     bytes((5, 0, 3, reference & 0xFF, len(parts), number)) + part)
            for number, part in enumerate(parts, 1)]


def receipt_of(sms: Submitted, message_id: str, state: str, at: str) -> bytes:
    """The body of the deliver_sm that tells what became of an SMS (SMPP 3.4, appendix B)."""
    delivered = int(state == "DELIVRD")
    words = (f"id:{message_id} sub:001 dlvrd:{delivered:03} submit date:{at} done date:{at} "
             f"stat:{state} err:000 text:")
    return _deliver(sms.to, sms.sender, GSM7, _IS_RECEIPT, words.encode("ascii"))


def _deliver(source: str, destination: str, coding: int, esm_class: int, octets: bytes) -> bytes:
    plain = source.lstrip("+")
    return (b"\0" + bytes((1, 1)) + plain.encode() + b"\0" + bytes((0, 1)) + destination.encode()
            + b"\0" + bytes((esm_class, 0, 0)) + b"\0\0" + bytes((0, 0, coding, 0, len(octets)))
            + octets)


def read_submit(body: bytes) -> Submitted:
    """ValueError or IndexError: this is no submit_sm."""
    _, at = _string(body, 0)
    sender, at = _string(body, at + 2)
    to, at = _string(body, at + 2)
    esm_class = body[at]
    _, at = _string(body, at + 3)
    _, at = _string(body, at)
    registered, coding, size = body[at], body[at + 2], body[at + 4]
    octets = body[at + 5:at + 5 + size]
    part_of, number, count = 0, 1, 1
    if esm_class & _HAS_HEADER:
        header, octets = octets[:octets[0] + 1], octets[octets[0] + 1:]
        if header[1:3] == b"\0\3":
            part_of, count, number = header[3], header[4], header[5]
    return Submitted(to, sender, coding, text_of(coding, octets), bool(registered & 1), part_of,
                     number, count)


def _string(body: bytes, at: int):
    end = body.index(b"\0", at)
    return body[at:end].decode("latin-1"), end + 1
