"""Plays an operator's platform of the ParlayX kind on 127.0.0.1: it tells the gateway what she did
(notifyUssdReception), and takes the pages that the gateway sends on a connection of its own
(sendUssd). It can answer with faults, with 5xx, or not at all.
"""
import re
import threading
import time
from dataclasses import dataclass
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NOTIFY = """<?xml version="1.0" encoding="utf-8" ?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">
 <soapenv:Header><ns1:NotifySOAPHeader xmlns:ns1="http://www.huawei.com.cn/schema/common/v2_1">
  <ns1:spId>{sp_id}</ns1:spId><ns1:linkid>{link}</ns1:linkid>
 </ns1:NotifySOAPHeader></soapenv:Header>
 <soapenv:Body>
  <ns2:notifyUssdReception
   xmlns:ns2="http://www.csapi.org/schema/parlayx/ussd/notification/v1_0/local">
   <ns2:msgType>{step}</ns2:msgType><ns2:senderCB>{call}</ns2:senderCB>
   <ns2:receiveCB>FFFFFFFF</ns2:receiveCB><ns2:ussdOpType>{kind}</ns2:ussdOpType>
   <ns2:msIsdn>{number}</ns2:msIsdn><ns2:serviceCode>555</ns2:serviceCode>
   <ns2:codeScheme>15</ns2:codeScheme><ns2:ussdString>{typed}</ns2:ussdString>
  </ns2:notifyUssdReception>
 </soapenv:Body></soapenv:Envelope>"""
_TAKEN = ('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
          '<n:sendUssdResponse xmlns:n="http://www.csapi.org/schema/parlayx/ussd/send/v1_0/local">'
          '<n:result>0</n:result></n:sendUssdResponse></s:Body></s:Envelope>')
_FAULT = ('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
          '<faultcode>SVC0002</faultcode><faultstring>Invalid input</faultstring></s:Fault>'
          '</s:Body></s:Envelope>')


@dataclass(frozen=True)
class Page:
    """What arrived of one sendUssd."""
    fields: dict  # by local name
    at_s: float

    @property
    def text(self) -> str:
        return self.fields["ussdString"]

    @property
    def is_open(self) -> bool:
        return (self.fields["msgType"], self.fields["ussdOpType"]) == ("1", "1")


class SoapOperator:
    def __init__(self):
        self.pages = []
        self._answers = []  # of the next pages: a status, or None to say nothing
        self._changed = threading.Condition()
        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _answerer(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/SendUssdService/services"

    def answer_next(self, *statuses):
        """500: a SOAP fault; other statuses: no SOAP at all; None: silence."""
        with self._changed:
            self._answers.extend(statuses)

    def page_after(self, count: int, limit_s: float = 10.0):
        """The page that came when `count` were there before; None if it does not come."""
        with self._changed:
            came = self._changed.wait_for(lambda: len(self.pages) > count, limit_s)
            return self.pages[count] if came else None

    def stop(self):
        self._released.set()
        self._server.shutdown()
        self._server.server_close()

    def take(self, body: str):
        """The status and document that answer one page; (None, "") to say nothing."""
        fields = {name: unescape(value) for name, value in
                  re.findall(r"<\w+:(\w+)>([^<]*)</", body)}
        with self._changed:
            status = self._answers.pop(0) if self._answers else 200
            self.pages.append(Page(fields, time.monotonic()))
            self._changed.notify_all()
        if status is None:
            self._released.wait(60)
        return status, {200: _TAKEN, 500: _FAULT}.get(status, "")


def notification(call: str, number: str, typed: str, *, begins: bool, sp_id="sp1") -> bytes:
    return NOTIFY.format(sp_id=sp_id, link=f"link-{call}", call=call, number=number,
                         step=0 if begins else 1, kind=1 if begins else 3,
                         typed=escape(typed)).encode()


def _answerer(operator: SoapOperator):
    class Answerer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, document = operator.take(body.decode("utf-8"))
            if status is None:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Type", "text/xml; charset=utf-8")
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document.encode())

        def log_message(self, *_):
            pass

    return Answerer
