"""A real nginx in front of the gateway, with the very lines that docs/operations.md shows: TLS ends
there, connections to the gateway are kept, and a channel that looks at the caller's address sees
the one that nginx saw. The operator's addresses are some of this machine's own, 127.0.0.x.
"""
import http.client
import re
import ssl
import subprocess
import unittest
import urllib.parse
from pathlib import Path

from scene import FRENCH, Scene, Stage, wait_until
from child import Child
from stage import ROOT, free_port

_OPERATOR, _STRANGER = "127.0.0.2", "127.0.0.3"
_FRAME = """daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
client_body_temp_path {folder}/body;
proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi;
scgi_temp_path {folder}/scgi;
{lines}
}}
"""


def make_certificates(folder: Path):
    """An authority of our own, and what it signed: a server's certificate and a client's."""
    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA",
            "-days", "2")
    for name, subject in (("server", "/CN=jisr.example"), ("client", "/CN=operator")):
        openssl("req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", subject)
        folder.joinpath(f"{name}.ext").write_text("subjectAltName=DNS:jisr.example\n")
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                "-CAcreateserial", "-days", "2", "-out", f"{name}.pem", "-extfile", f"{name}.ext")


class Proxy(Child):
    def __init__(self, folder: Path, gateway_port: int, *, asks_certificate=False):
        self.port = free_port()
        page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
        lines = re.search(r"```nginx\n(.*?)```", page, re.DOTALL)[1]
        name = "nginx-certificates" if asks_certificate else "nginx"
        for there, here in (("127.0.0.1:8080", f"127.0.0.1:{gateway_port}"),
                            ("listen 443", f"listen 127.0.0.1:{self.port}"),
                            ("/etc/jisr/tls/operators.pem", f"{folder}/ca.pem"),
                            ("/etc/jisr/tls", str(folder)),
                            ("/var/log/nginx/jisr.log", f"{folder}/{name}-errors.log")):
            if there not in lines:
                raise ValueError(f"docs/operations.md has no {there!r} any more")
            lines = lines.replace(there, here)
        if asks_certificate:
            lines = lines.replace("# ssl_", "ssl_")
        config = folder / f"{name}.conf"
        config.write_text(_FRAME.format(folder=folder, lines=lines).replace(
            "nginx.pid", f"{name}.pid"))
        super().__init__(name, ["/usr/sbin/nginx", "-e", "stderr", "-p", folder, "-c", config],
                         folder)


class Caller:
    """An operator with one TLS connection to the proxy, from an address of its own."""

    def __init__(self, port: int, folder: Path, address: str, *, certificate=False):
        context = ssl.create_default_context(cafile=str(folder / "ca.pem"))
        if certificate:
            context.load_cert_chain(folder / "client.pem", folder / "client.key")
        self._connection = http.client.HTTPSConnection(
            "127.0.0.1", port, timeout=10, context=context, source_address=(address, 0))
        # The certificate is made out to a name that this machine has no address for.
        wrap = context.wrap_socket
        context.wrap_socket = lambda sock, **words: wrap(
            sock, **{**words, "server_hostname": "jisr.example"})

    def call(self, session, answers=(), headers=None):
        """(status, body) of one callback."""
        form = urllib.parse.urlencode({
            "sessionId": session, "phoneNumber": "+212612345678", "serviceCode": "*559#",
            "text": "*".join(answers)})
        self._connection.request("POST", "/callbacks/proxied", form, {
            "Content-Type": "application/x-www-form-urlencoded", **(headers or {})})
        reply = self._connection.getresponse()
        return reply.status, reply.read().decode()

    def close(self):
        self._connection.close()


class ProxyTest(Scene):
    @classmethod
    def setUpClass(cls):
        cls.stage = Stage(config=Path(__file__).parent / "proxied/gateway.yaml")
        cls.addClassCleanup(cls.stage.stop)
        make_certificates(cls.stage.folder)
        cls.stage.start()
        cls.proxy = Proxy(cls.stage.folder, cls.stage.callbacks_port)
        cls.addClassCleanup(cls.proxy.stop)

    def caller(self, address, proxy=None, **words) -> Caller:
        port = (proxy or self.proxy).port
        caller = Caller(port, self.stage.folder, address, **words)
        self.addCleanup(caller.close)

        def is_there():
            if not (proxy or self.proxy).is_running:
                raise (proxy or self.proxy).failure("ended before it was ready")
            caller.close()
            caller._connection.connect()
            return True

        self.assertTrue(wait_until(is_there, 15), "nginx does not listen")
        return caller

    def test_a_registration_over_tls(self):
        caller, said = self.caller(_OPERATOR), []
        status, page = caller.call("over-tls")
        for answer in FRENCH:
            self.assertEqual(status, 200, page)
            self.assertTrue(page.startswith("CON "), page)
            said.append(answer)
            status, page = caller.call("over-tls", said)
        screen = type("Page", (), {"text": page, "is_open": not page.startswith("END ")})
        self.assert_held_once(self.reference_on(screen))

    def test_who_calls_is_whom_the_proxy_saw(self):
        self.assertEqual(self.caller(_OPERATOR).call("a")[0], 200)
        self.assertEqual(self.caller(_STRANGER).call("b")[0], 403)
        spoofed = {"X-Forwarded-For": _OPERATOR}
        self.assertEqual(self.caller(_STRANGER).call("c", headers=spoofed)[0], 403)
        spoofed = {"X-Forwarded-For": f"{_OPERATOR}, 127.0.0.1"}
        self.assertEqual(self.caller(_STRANGER).call("d", headers=spoofed)[0], 403)
        self.assertEqual(self.caller(_OPERATOR).call("e", headers={"X-Forwarded-For": "x"})[0], 200)

    def test_a_gateway_that_came_back_is_found_again(self):
        caller = self.caller(_OPERATOR)
        self.assertEqual(caller.call("before")[0], 200)
        self.stage.restart_gateway()
        self.assertEqual(caller.call("before", ["2"])[0], 200, "on a connection that was kept")

    def test_other_paths_stay_outside(self):
        caller = self.caller(_OPERATOR)
        caller._connection.request("GET", "/status")
        self.assertEqual(caller._connection.getresponse().status, 404)

    def test_operators_with_a_certificate(self):
        proxy = Proxy(self.stage.folder, self.stage.callbacks_port, asks_certificate=True)
        self.addCleanup(proxy.stop)
        self.assertEqual(self.caller(_OPERATOR, proxy, certificate=True).call("f")[0], 200)
        self.assertEqual(self.caller(_OPERATOR, proxy).call("g")[0], 400)


if __name__ == "__main__":
    unittest.main()
