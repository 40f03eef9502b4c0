"""A private redis-server with its files in the stage's folder, and just enough of its protocol for
a test to look into it. Nothing is shared with a Redis that the machine may run.
"""
import socket
from pathlib import Path

from child import Child


class Redis(Child):
    """A redis-server that keeps every write: append only file, nothing ever evicted."""

    def __init__(self, folder: Path, port: int, *options: str):
        data = folder / "redis"
        data.mkdir(exist_ok=True)
        self.port = port
        super().__init__("redis", [
            "redis-server", "--bind", "127.0.0.1", "--port", port, "--dir", data, "--save", "",
            "--appendonly", "yes", "--appendfsync", "everysec",
            "--maxmemory-policy", "noeviction", "--daemonize", "no", *options], folder)

    def is_ready(self) -> bool:
        try:
            return self.command("PING") == "PONG"
        except (OSError, RuntimeError):
            return False

    def command(self, *words, limit_s: float = 5.0):
        """The reply to one command: str, int, None or a list of these. RuntimeError: an error."""
        request = f"*{len(words)}\r\n".encode()
        for word in words:
            text = str(word).encode()
            request += b"$%d\r\n%s\r\n" % (len(text), text)
        with socket.create_connection(("127.0.0.1", self.port), limit_s) as connection:
            connection.sendall(request)
            with connection.makefile("rb") as stream:
                return _reply(stream)


def _reply(stream):
    line = stream.readline()
    if not line.endswith(b"\r\n"):
        raise RuntimeError("redis closed the connection")
    kind, rest = line[:1], line[1:-2]
    if kind == b"+":
        return rest.decode()
    if kind == b"-":
        raise RuntimeError(rest.decode())
    if kind == b":":
        return int(rest)
    if kind == b"$":
        size = int(rest)
        return None if size < 0 else stream.read(size + 2)[:-2].decode("utf-8", "surrogateescape")
    if kind == b"*":
        return None if int(rest) < 0 else [_reply(stream) for _ in range(int(rest))]
    raise RuntimeError(f"redis sent {line[:40]!r}")
