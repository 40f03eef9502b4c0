"""A real Kannel for the stage: bearerbox and smsbox of Debian's package, with the configuration
that docs/kannel.md shows to operators. Only ports, folders and the SMSC's address are put in. It
belongs to one stage, keeps its files in the stage's folder, and each box is stopped by its own pid.
"""
import re
import urllib.error
import urllib.request
from pathlib import Path

from child import Child, StageError
from stage import ROOT, free_port, wait_until

_READY_S = 30.0


class Kannel:
    def __init__(self, folder: Path, smsc_port: int, callbacks_url: str, *, sendsms_port=None,
                 retry_s: int = 1):
        """Nothing runs before start(). `retry_s` is Kannel's pause before it asks Jisr again."""
        self.folder = folder / "kannel"
        self.sendsms_port = sendsms_port or free_port()
        self._admin_port = free_port()
        self._boxes_port = free_port()
        for name in ("store", "receipts"):
            (self.folder / name).mkdir(parents=True)
        self._config = self.folder / "kannel.conf"
        self._config.write_text(self._configuration(smsc_port, callbacks_url, retry_s))
        self.bearerbox = self.smsbox = None
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def _configuration(self, smsc_port: int, callbacks_url: str, retry_s: int) -> str:
        page = (ROOT / "docs/kannel.md").read_text(encoding="utf-8")
        text = re.search(r"```kannel\n(.*?)```", page, re.DOTALL)[1]
        for there, here in (
                ("admin-port = 13000", f"admin-port = {self._admin_port}"),
                ("smsbox-port = 13001", f"smsbox-port = {self._boxes_port}"),
                ("sendsms-port = 13013", f"sendsms-port = {self.sendsms_port}"),
                ("/var/spool/kannel", str(self.folder)),
                ("/var/log/kannel", str(self.folder)),
                ('host = "smsc.operator.example"', 'host = "127.0.0.1"'),
                ("port = 2775", f"port = {smsc_port}"),
                ("reconnect-delay = 5", "reconnect-delay = 1"),
                ("http-queue-delay = 10", f"http-queue-delay = {retry_s}"),
                ("change-me-too", "demo"),
                ("http://127.0.0.1:8080", callbacks_url)):
            if there not in text:
                raise StageError(f"docs/kannel.md has no {there!r} any more")
            text = text.replace(there, here)
        return text

    @property
    def sendsms_url(self) -> str:
        return f"http://127.0.0.1:{self.sendsms_port}/cgi-bin/sendsms"

    def start(self):
        """Returns when the SMSC is bound and smsbox is connected."""
        self.start_bearerbox()
        self.start_smsbox()

    def start_bearerbox(self):
        self.bearerbox = Child("bearerbox", ["/usr/sbin/bearerbox", self._config], self.folder)
        self._wait(self.bearerbox, lambda: "(online" in self.status())

    def start_smsbox(self):
        self.smsbox = Child("smsbox", ["/usr/sbin/smsbox", self._config], self.folder)
        self._wait(self.smsbox, lambda: "smsbox:" in self.status())

    def restart_smsbox(self):
        self.smsbox.stop(60)
        self.start_smsbox()

    def restart_bearerbox(self):
        """As a new release is put in: smsbox first, so that it finds whom to tell what it has."""
        self.smsbox.stop(60)
        self.bearerbox.stop(60)
        self.start()

    def status(self) -> str:
        """Kannel's own words about itself. OSError: it does not answer."""
        url = f"http://127.0.0.1:{self._admin_port}/status.txt?password=change-me"
        try:
            with self._opener.open(url, timeout=5) as reply:
                return reply.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            with error:
                return error.read().decode("utf-8", "replace")

    def stop(self):
        """At once: bearerbox would take ten seconds to end, and nothing of this one is kept."""
        for box in (self.smsbox, self.bearerbox):
            if box:
                box.kill()
        self.smsbox = self.bearerbox = None

    def _wait(self, box: Child, is_so):
        def so_or_gone():
            if not box.is_running:
                raise box.failure("ended before it was ready")
            return is_so()

        if not wait_until(so_or_gone, _READY_S):
            raise box.failure(f"was not ready within {_READY_S:g} s")
