#!/usr/bin/env python3
"""Stands in for the binaries, so that the stage and the demo are tested without a build: under the
name registry-simulator it is an HTTPS registry, under the name jisr a gateway with one question.
What STAND_IN names goes wrong: crash, silent, race, no-record or no-sms.
"""
import json
import os
import signal
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

WRONG = os.environ.get("STAND_IN", "")


class Base(BaseHTTPRequestHandler):
    """Reads forms and JSON, answers text."""

    def body(self) -> str:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()

    def say(self, status: int, text: str, page: str = ""):
        self.send_response(status)
        if page:
            self.send_header("X-Jisr-Page", page)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


class Registry(Base):
    records = []

    def do_GET(self):
        self.say(200, json.dumps(self.records))

    def do_POST(self):
        self.records.append(json.loads(self.body()))
        self.say(201, "{}")


class Gateway(Base):
    def do_GET(self):
        self.say(200 if self.path == "/readyz" else 404, "")

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.body(), keep_blank_values=True))
        if form["text"] == "":
            self.say(200, "CON Prénom ?", "gsm7 9/160")
            return
        if WRONG != "no-record":
            post(os.environ["JISR_REGISTRY_URL"], json.dumps({"name": form["text"]}))
        if WRONG != "no-sms":
            post(os.environ["JISR_SMS_URL"], urllib.parse.urlencode(
                {"username": "demo", "to": form["phoneNumber"], "message": "مرحبا"}))
        self.say(200, "END Merci", "gsm7 5/160")


def post(url: str, body: str):
    context = ssl.create_default_context(cafile=os.environ["JISR_REGISTRY_CA"])
    urllib.request.urlopen(url, body.encode(), context=context, timeout=5).close()


def serve_registry(folder: Path, port: int):
    certificate = folder / "ca.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj", "/CN=stand-in", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", folder / "key.pem", "-out", certificate],
                   check=True, capture_output=True)
    server = ThreadingHTTPServer(("127.0.0.1", port), Registry)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, folder / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    server.serve_forever()


def serve_gateway():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    if WRONG == "crash":
        sys.exit("config/gateway.yaml:7: no such channel")
    if WRONG == "race":
        print("WARNING: ThreadSanitizer: data race (pid=7)", file=sys.stderr, flush=True)
    print("not JSON, and not to be stumbled over", flush=True)
    if WRONG != "silent":
        port = server.server_address[1]
        print(json.dumps({"listening": {"callbacks": port, "admin": port}}), flush=True)
    server.serve_forever()


signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
if Path(sys.argv[0]).name == "jisr":
    serve_gateway()
else:
    serve_registry(Path(sys.argv[sys.argv.index("--dir") + 1]),
                   int(sys.argv[sys.argv.index("--port") + 1]))
