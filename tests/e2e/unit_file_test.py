"""The systemd unit: how exposed systemd thinks it is, and that the gateway lives within its filter
of system calls, which are read off a running gateway that takes a registration and leaves.
"""
import re
import subprocess
import unittest

from scene import CODE, FRENCH, Scene
from stage import ROOT

UNIT = ROOT / "config/systemd/jisr.service"
_EXPOSURE_MAX = 20  # tenths


def group(name: str) -> set:
    """The system calls of a group, as systemd has it."""
    said = subprocess.run(["systemd-analyze", "syscall-filter", name], capture_output=True,
                          text=True, check=True).stdout
    calls = set()
    for line in said.splitlines()[1:]:
        word = line.strip()
        if word.startswith("@"):
            calls |= group(word)
        elif word and not word.startswith("#"):
            calls.add(word)
    return calls


def allowed() -> set:
    """What SystemCallFilter lets through, in the order in which the lines stand."""
    calls = set()
    for words in re.findall(r"^SystemCallFilter=(.+)$", UNIT.read_text(), re.MULTILINE):
        refuses = words.startswith("~")
        for word in words.lstrip("~").split():
            named = group(word) if word.startswith("@") else {word}
            calls = calls - named if refuses else calls | named
    return calls


class UnitFileTest(Scene):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trace = cls.stage.folder / "trace"

    def test_systemd_finds_it_little_exposed(self):
        ran = subprocess.run(["systemd-analyze", "security", "--offline=true",
                              f"--threshold={_EXPOSURE_MAX}", UNIT], capture_output=True,
                             text=True, check=False)
        self.assertEqual(ran.returncode, 0, ran.stdout[-600:] + ran.stderr)
        self.assertIn("Overall exposure level", ran.stdout)

    def test_the_gateway_needs_no_call_that_is_refused(self):
        self.stage.gateway.stop()
        # -D: the gateway is our child and strace is not, so that signals reach the gateway.
        self.stage.start_gateway(wrapper=["strace", "-D", "-f", "-qq", "-o", self.trace])
        self.assert_held_once(self.reference_on(self.walk(self.phone(), FRENCH)))
        self.stage.gateway.signal(1)  # reads its files again
        self.assertIn("Jisr", self.phone().dial(CODE).text)
        code = self.stage.gateway.stop()
        self.assertEqual(code, 0)
        lines = self.trace.read_text(errors="replace").splitlines()
        # Before execve it is strace's own child.
        begun = next(i for i, line in enumerate(lines) if " execve(" in line)
        used = set()
        for line in lines[begun + 1:]:
            found = re.match(r"\d+ +([a-z0-9_]+)\(", line)
            if found:
                used.add(found[1])
            if "PROT_WRITE|PROT_EXEC" in line:
                self.fail(f"MemoryDenyWriteExecute would refuse: {line}")
        self.assertIn("epoll_wait", used, "nothing was seen")
        self.assertEqual(used - allowed(), set())


if __name__ == "__main__":
    unittest.main()
