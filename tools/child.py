"""One process that the stage owns: started with its output in files, stopped by its own pid.

A child never outlives its starter: the kernel kills it if the starter dies without a word. Children
are in a session of their own, so that Ctrl-C reaches the starter only, which stops them in order.
"""
import json
import os
import queue
import shutil
import signal
import subprocess
import threading
from pathlib import Path

# The kernel then kills the command when its starter is gone. The pid stays the command's.
_DIE_WITH_STARTER = ["setpriv", "--pdeathsig", "KILL", "--"]


class StageError(Exception):
    """Something on the stage did not start, or not answer; says what, with the end of its log."""


class Child:
    """Start it from the main thread: the kernel watches the thread that started it."""

    def __init__(self, name: str, command, folder: Path, environment=None):
        self.name = name
        self.log = folder / f"{name}.log"
        self._lines = queue.Queue()
        with open(self.log, "ab") as log:
            try:
                self._process = subprocess.Popen(
                    _DIE_WITH_STARTER + [str(word) for word in command], stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE, stderr=log, start_new_session=True,
                    env=None if environment is None else {**os.environ, **environment})
            except OSError as error:
                raise StageError(f"{name} did not start: {error}") from error
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    @property
    def exit_code(self):
        """None while it runs; negative for the signal that ended it."""
        return self._process.poll()

    def announced(self, key: str, limit_s: float):
        """The value of `key` in the next JSON line on stdout that has it; other lines are log."""
        try:
            while True:
                line = self._lines.get(timeout=limit_s)
                if line is None:
                    raise self.failure("ended before it was ready")
                try:
                    document = json.loads(line)
                except ValueError:
                    continue
                if isinstance(document, dict) and key in document:
                    return document[key]
        except queue.Empty:
            raise self.failure(f'did not print "{key}" within {limit_s:g} s') from None

    def failure(self, what: str) -> StageError:
        """An error with the end of the child's log."""
        tail = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        return StageError("\n  ".join([f"{self.name} {what}", *tail]))

    def stacks(self) -> str:
        """Where each of its threads stands, when there is a gdb to tell."""
        if not shutil.which("gdb"):
            return "no gdb here to tell where it stands"
        ran = subprocess.run(["gdb", "-batch", "-p", str(self.pid), "-ex",
                              "thread apply all backtrace 30"], capture_output=True, text=True,
                             check=False, timeout=120)
        return ran.stdout

    def signal(self, number: int):
        if self.is_running:
            os.kill(self.pid, number)

    def pause(self):
        """Stops it without its knowledge, as a machine that hangs; resume() lets it go on."""
        self.signal(signal.SIGSTOP)

    def resume(self):
        self.signal(signal.SIGCONT)

    def kill(self):
        """kill -9, as a crash. Returns when it is gone."""
        self.signal(signal.SIGKILL)
        self._process.wait()

    def stop(self, limit_s: float = 10.0) -> int:
        """Asks it to end, and kills it if it does not within the limit. Returns its exit code."""
        self.resume()
        self.signal(signal.SIGTERM)
        try:
            return self._process.wait(limit_s)
        except subprocess.TimeoutExpired:
            self.kill()
            return self._process.returncode

    def _read(self):
        with self._process.stdout as stdout, open(self.log, "ab") as log:
            for line in stdout:
                log.write(line)
                log.flush()
                self._lines.put(line)
        self._lines.put(None)
