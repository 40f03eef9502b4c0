"""Plays the SMS provider on 127.0.0.1, in the form of Africa's Talking: POST /version1/messaging
with the fields username, to and message. It keeps what it receives, can refuse, take its time and
hang up on demand, and knows how its receipts look. One thread accepts and one more serves each
connection; `received` is guarded by a condition.
"""
import json
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

_BODY_MAX = 64 * 1024


@dataclass(frozen=True)
class Sms:
    """One message that the gateway sent."""
    to: str
    text: str
    sender: str
    id: str
    at_s: float = 0.0  # when it came, by time.monotonic()


class SmsReceiver:
    def __init__(self, on_sms=None):
        """`on_sms` is called with each Sms, on the thread that received it."""
        self.received = []
        self._on_sms = on_sms
        self.delay_s = 0.0  # before each answer
        self._refusals = []
        self._hang_ups = 0
        self._changed = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _answerer(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def refuse(self, *statuses: int):
        """Answers the next requests with these HTTP statuses, and keeps nothing of them."""
        with self._changed:
            self._refusals.extend(statuses)

    def hang_up(self, times: int):
        """Takes the next SMS so often, and closes the connection without a word."""
        with self._changed:
            self._hang_ups += times

    def hangs_up(self) -> bool:
        with self._changed:
            if not self._hang_ups:
                return False
            self._hang_ups -= 1
            return True

    def to(self, number: str) -> list:
        """All that came for a number."""
        with self._changed:
            return [sms for sms in self.received if sms.to.lstrip("+") == number.lstrip("+")]

    @staticmethod
    def receipt(sms: Sms, status: str) -> dict:
        """The form of a receipt, for the channel's address of receipts."""
        return {"id": sms.id, "status": status, "phoneNumber": sms.to}

    def wait_for(self, to: str, limit_s: float):
        """The first message to a number, or None if there is none in time. The + may be missing."""
        deadline = time.monotonic() + limit_s
        with self._changed:
            while True:
                for sms in self.received:
                    if sms.to.lstrip("+") == to.lstrip("+"):
                        return sms
                rest = deadline - time.monotonic()
                if rest <= 0:
                    return None
                self._changed.wait(rest)

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def take(self, path: str, body: bytes):
        """The (status, JSON document) that answers one POST."""
        with self._changed:
            if self._refusals:
                return self._refusals.pop(0), {"SMSMessageData": {"Message": "Refused on demand"}}
            if path.split("?")[0] != "/version1/messaging":
                return 404, {"SMSMessageData": {"Message": "No such path"}}
            form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
            numbers = [number for number in form.get("to", [""])[0].split(",") if number]
            if not numbers or "message" not in form or "username" not in form:
                return 400, {"SMSMessageData": {"Message": "username, to and message are needed"}}
            taken = []
            for number in numbers:
                taken.append(Sms(number, form["message"][0], form.get("from", [""])[0],
                                 f"ATXid_{len(self.received) + 1}",
                                 time.monotonic()))
                self.received.append(taken[-1])
            self._changed.notify_all()
        for sms in taken:
            if self._on_sms:
                self._on_sms(sms)
        recipients = [{"statusCode": 101, "number": sms.to, "status": "Success",
                       "cost": "MAD 0.1000", "messageId": sms.id} for sms in taken]
        return 201, {"SMSMessageData": {"Message": f"Sent to {len(taken)}/{len(taken)}",
                                        "Recipients": recipients}}


def _answerer(receiver: SmsReceiver):
    class Answerer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            size = int(self.headers.get("Content-Length") or 0)
            if size > _BODY_MAX:
                self.close_connection = True
                status, document = 413, {}
            else:
                status, document = receiver.take(self.path, self.rfile.read(size))
                if status == 201 and receiver.hangs_up():
                    self.close_connection = True
                    return
            if receiver.delay_s:
                time.sleep(receiver.delay_s)
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass  # a number in a log is personal data, in a demo too

    return Answerer
