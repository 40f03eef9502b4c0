"""A stage with a configuration of its own, and the commands of whoever runs it."""
import json
import os
import re
import shutil
import subprocess

from scene import Scene, Stage
from stage import ROOT, gateway_environment


class KeptScene(Scene):
    CHANGES = ()  # (file below config/, old words, new words)

    @classmethod
    def setUpClass(cls):
        cls.stage = Stage()
        cls.addClassCleanup(cls.stage.stop)
        folder = cls.stage.folder / "config"
        shutil.copytree(ROOT / "config", folder)
        cls.stage.config = folder / "gateway.yaml"
        for name, old, new in cls.CHANGES:
            cls.change(name, old, new)
        cls.before_start()
        cls.stage.start()

    @classmethod
    def before_start(cls):
        """What a class adds."""

    @classmethod
    def change(cls, name, old, new):
        path = cls.stage.folder / "config" / name
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def jisr(self, *words, said=None, code=0):
        """Runs a command, with `said` as its input; what it printed."""
        command = [str(self.stage.build_dir / "jisr"), *words, "--config", str(self.stage.config)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False,
                             input=said, env={**os.environ, **gateway_environment(self.stage)})
        self.assertEqual(ran.returncode, code, ran.stdout + ran.stderr)
        return ran.stdout if code == 0 else ran.stdout + ran.stderr

    def jisr_json(self, *words, said=None):
        return json.loads(self.jisr(*words, "--json", said=said))

    def log_of_gateway(self):
        return self.stage.gateway.log.read_text(encoding="utf-8", errors="replace")

    def in_redis(self) -> bytes:
        """Every byte that Redis has written."""
        folder = self.stage.folder / "redis"
        return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())

    @staticmethod
    def number_in(text):
        """A whole phone number."""
        return re.search(r"(?:\+?212|0)[67]\d{8}", text)
