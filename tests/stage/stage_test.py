"""The stage and the demo, on stand-ins for the binaries: they start, show what arrives, say what is
missing, and leave neither a process nor a folder behind, however they end.
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import phone  # noqa: E402
from child import Child, StageError  # noqa: E402
from sms_receiver import SmsReceiver  # noqa: E402
from stage import Stage, wait_until  # noqa: E402

STAND_IN = Path(__file__).with_name("stand_in.py")


class StageCase(unittest.TestCase):
    """A folder with stand-ins under the names of the binaries."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="jisr-stage-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for name in ("jisr", "registry-simulator"):
            (self.folder / name).symlink_to(STAND_IN)


def is_alive(pid: int) -> bool:
    """A zombie is not alive."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class StageTest(StageCase):
    def test_a_killed_gateway_comes_back_and_redis_keeps_what_was_written(self):
        with Stage(self.folder) as stage:
            stage.start()
            stage.redis.command("SET", "kept", "yes")
            key = (stage.folder / "sealing.key").read_text(encoding="ascii")
            stage.kill_gateway()
            self.assertEqual(stage.gateway.exit_code, -signal.SIGKILL)
            stage.redis.stop()
            stage.start_redis()
            stage.start_gateway()
            self.assertEqual(stage.redis.command("GET", "kept"), "yes")
            self.assertEqual((stage.folder / "sealing.key").read_text(encoding="ascii"), key)
            self.assertEqual(stage.redis.command("KEYS", "*"), ["kept"])
            self.assertEqual(stage.redis.command("CONFIG", "GET", "maxmemory-policy")[1],
                             "noeviction")
            with self.assertRaisesRegex(RuntimeError, "unknown command"):
                stage.redis.command("NONSENSE")
            stage.simulator.kill()
            stage.start_simulator()
            self.assertEqual(stage.records(), [])

    def test_nothing_is_left_after_stop(self):
        stage = Stage(self.folder)
        stage.start()
        pids = [child.pid for child in (stage.redis, stage.simulator, stage.gateway)]
        gateway = stage.gateway
        gateway.pause()
        stage.stop()
        stage.stop()
        self.assertEqual(gateway.exit_code, 0, "a paused gateway is asked too, not only killed")
        self.assertEqual([pid for pid in pids if is_alive(pid)], [])
        self.assertFalse(stage.folder.exists())

    def test_a_gateway_that_ends_at_once_is_reported_with_its_words(self):
        os.environ["STAND_IN"] = "crash"
        self.addCleanup(os.environ.pop, "STAND_IN")
        with Stage(self.folder) as stage:
            with self.assertRaisesRegex(StageError, "(?s)gateway ended.*no such channel"):
                stage.start()

    def test_a_silent_gateway_is_reported_in_time(self):
        os.environ["STAND_IN"] = "silent"
        self.addCleanup(os.environ.pop, "STAND_IN")
        with Stage(self.folder) as stage:
            stage.start_redis()
            stage.start_simulator()
            with self.assertRaisesRegex(StageError, 'did not print "listening"'):
                stage.start_gateway(limit_s=0.5)

    def test_what_a_sanitizer_found_is_an_error_also_of_one_that_was_killed(self):
        os.environ["STAND_IN"] = "race"
        self.addCleanup(os.environ.pop, "STAND_IN")
        stage = Stage(self.folder)
        self.addCleanup(stage.stop)
        stage.start()
        stage.kill_gateway()
        with self.assertRaisesRegex(StageError, "gateway.log: ThreadSanitizer: data race"):
            stage.stop()
        self.assertFalse(stage.folder.exists())

    def test_a_missing_binary_is_named(self):
        with Stage(self.folder / "nowhere") as stage:
            with self.assertRaisesRegex(StageError, "(?s)registry-simulator .*No such file"):
                stage.start()

    def test_children_die_with_their_starter(self):
        starter = subprocess.Popen(
            [sys.executable, "-B", "-c", "import sys; sys.path.insert(0, sys.argv[1])\n"
             "from child import Child; from pathlib import Path\n"
             "child = Child('sleeper', ['sleep', '60'], Path(sys.argv[2]))\n"
             "print(child.pid, flush=True); sys.stdin.read()", ROOT / "tools", self.folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        pid = int(starter.stdout.readline())
        with starter:
            self.assertTrue(is_alive(pid))
            # Before it has become `sleep`, it may not have asked yet to die with its starter.
            command = Path(f"/proc/{pid}/comm")
            self.assertTrue(wait_until(lambda: command.read_text() == "sleep\n", 5))
            starter.kill()
        self.assertTrue(wait_until(lambda: not is_alive(pid), 5))

    def test_a_child_that_ignores_sigterm_is_killed(self):
        child = Child("deaf", [
            sys.executable, "-c", "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "print('{\"deaf\": 1}', flush=True); signal.pause()"], self.folder)
        child.announced("deaf", 5)
        self.assertEqual(child.stop(limit_s=0.3), -signal.SIGKILL)


class SmsReceiverTest(unittest.TestCase):
    def test_it_answers_as_the_provider_does(self):
        receiver = SmsReceiver()
        self.addCleanup(receiver.stop)
        path = "/version1/messaging"
        form = b"username=demo&to=%2B212600000001&message=%D8%B3%D9%84%D8%A7%D9%85+1"
        receiver.refuse(503)
        self.assertEqual(receiver.take(path, form)[0], 503)
        status, document = receiver.take(path, form)
        recipient = document["SMSMessageData"]["Recipients"][0]
        self.assertEqual((status, recipient["statusCode"], recipient["messageId"]),
                         (201, 101, "ATXid_1"))
        self.assertEqual(receiver.wait_for("212600000001", 1).text, "سلام 1")
        self.assertIsNone(receiver.wait_for("+212600000002", 0.05))
        self.assertEqual(receiver.take(path, b"to=1")[0], 400)
        self.assertEqual(receiver.take("/other", form)[0], 404)


class DemoTest(StageCase):
    def demo(self, *arguments, wrong="", typed=None):
        environment = {**os.environ, "JISR_BUILD_DIR": str(self.folder), "STAND_IN": wrong,
                       "TMPDIR": str(self.folder), "JISR_ARRIVAL_S": "1.5"}
        return subprocess.Popen(
            [sys.executable, "-B", ROOT / "tools/demo_driver.py", *arguments], env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def nothing_is_left(self):
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                         ["jisr", "registry-simulator"])

    def test_once_succeeds_only_with_the_record_and_the_sms(self):
        for wrong, code, words in (("", 0, "مرحبا"), ("no-record", 1, "no record"),
                                   ("no-sms", 1, "No SMS"), ("crash", 3, "no such channel")):
            with self.subTest(wrong=wrong):
                with self.demo("--once", "--script", STAND_IN.with_name("answers.json"),
                               wrong=wrong) as demo:
                    text, _ = demo.communicate(timeout=60)
                self.assertEqual(demo.returncode, code, text)
                self.assertIn(words, text)
                self.nothing_is_left()

    def test_one_dials_and_answers_by_hand(self):
        with self.demo() as demo:
            text, _ = demo.communicate("*555#\nFatima\n*555#\nh\nq\n", timeout=60)
        self.assertEqual(demo.returncode, 0, text)
        for words in ("Prénom ?", "gsm7 9/160 ╯", "Merci", "SMS to +212600000001"):
            self.assertIn(words, text)
        self.nothing_is_left()

    def test_a_signal_ends_it_cleanly(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number=number), self.demo() as demo:
                lines = iter(demo.stdout.readline, "")
                redis = next(line for line in lines if line.startswith("redis"))
                next(line for line in lines if "q leaves" in line)
                demo.send_signal(number)
                self.assertEqual(demo.wait(30), code)
                demo.stdout.read()
                port = int(re.search(r":(\d+)", redis).group(1))
                self.assertNotEqual(subprocess.run(
                    ["redis-cli", "-p", str(port), "ping"], capture_output=True,
                    check=False).returncode, 0)
                self.nothing_is_left()


class PhoneTest(unittest.TestCase):
    def test_a_screen_keeps_its_frame(self):
        screen = phone.Screen("1 Oui\nالاسم الشخصي ديالك كما هو مكتوب في البطاقة\n1 " + "é" * 80,
                              True, "ucs2 63/70")
        lines = phone.draw(screen).split("\n")
        self.assertEqual({phone._width(line) for line in lines}, {38})
        self.assertTrue(lines[3].startswith("│  "), "Arabic stands at the right")
        self.assertEqual(len(lines), 9)
        self.assertTrue(lines[-1].endswith(" ucs2 63/70 ╯"))


if __name__ == "__main__":
    unittest.main()
