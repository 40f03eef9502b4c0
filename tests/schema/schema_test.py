"""config/schema/ and the strict readers say the same: which keys a map has, which words, numbers
and times a value, and what is refused.

`schema_ask` reads a file as the gateway does and prints each question that a reader asked of it;
here the same place is looked up in the schema. A key that one of the two does not know fails, and
so does a key that no sample uses. JISR_SCHEMA_MUTATIONS=N tries N mistakes in place of 150.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    import jsonschema  # noqa: F401
    import yaml
except ImportError as missing:
    sys.exit(f"{missing}: apt-get install python3-jsonschema python3-yaml, or run tools/build")

from agreement import Agreement
from schemas import SchemaFile
from tree import Tree

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "config/schema"
SAMPLES = ROOT / "tests/schema/samples"
READ = ("dialog", "gateway", "registry", "provider", "rehearsal")  # others where they are named
BUILD = Path(os.environ.get("JISR_BUILD_DIR", ROOT / "build/debug"))


def kind_of(path: Path) -> str | None:
    """Which schema a shipped or a sample file has; None: it has none."""
    inside = path.relative_to(SAMPLES if path.is_relative_to(SAMPLES) else ROOT / "config")
    if inside.parts[0] in ("providers", "channels", "registry", "countries", "blocks"):
        return None if len(inside.parts) > 2 else {"countries": "country"}.get(
            inside.parts[0], inside.parts[0].removesuffix("s"))
    return inside.stem if inside.stem in ("gateway", "phrases", "rehearsal") else "dialog"


def yaml_files():
    shipped = [*(ROOT / "config").rglob("*.yaml"), *SAMPLES.rglob("*.yaml")]
    return sorted((path, kind) for path in shipped if (kind := kind_of(path)))


class Reader:
    """The strict readers, in a process of their own."""

    def __init__(self):
        self._process = subprocess.Popen([BUILD / "tests/schema_ask"], text=True,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, kind: str, path: Path):
        self._process.stdin.write(f"{kind} {path}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


class SchemaTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schemas = {path.name.split(".")[0]: SchemaFile(path)
                       for path in sorted(SCHEMAS.glob("*.schema.json"))}
        cls.files = {path: (kind, Tree(path.read_text())) for path, kind in yaml_files()}
        cls.reader = Reader()
        cls.addClassCleanup(cls.reader.close)

    def asked_of(self, path: Path):
        return self.reader.ask(self.files[path][0], path)

    def test_every_file_begins_with_the_line_that_editors_look_for(self):
        for path, (kind, _) in self.files.items():
            first = path.read_text().split("\n", 1)[0]
            wanted = os.path.relpath(SCHEMAS / f"{kind}.schema.json", path.parent)
            self.assertEqual(first, f"# yaml-language-server: $schema={wanted}", path)

    def test_every_file_is_as_its_schema_says(self):
        for path, (kind, tree) in self.files.items():
            with self.subTest(path=str(path.relative_to(ROOT))):
                self.assertEqual(self.schemas[kind].refusals(tree.value), [])

    def test_every_sample_is_as_the_readers_want_it(self):
        for path, (kind, _) in self.files.items():
            if path.is_relative_to(SAMPLES) and kind in READ:
                errors = [f for f in self.asked_of(path)["findings"] if f["error"]]
                self.assertEqual(errors, [], path)

    def test_schema_and_reader_know_the_same(self):
        agreement = Agreement(self.schemas, ROOT)
        for path, (kind, tree) in self.files.items():
            agreement.add(path, kind, tree)
        for path, (kind, _) in self.files.items():
            if kind in READ:
                agreement.hold(self.asked_of(path)["asked"])
        complaints = agreement.complaints()
        if complaints:
            self.fail("\n" + "\n".join(complaints))

    def test_seeded_mistakes_of_shape_are_marked_as_well(self):
        lines = subprocess.run([BUILD / "tests/schema_ask", "--snippets"], capture_output=True,
                               text=True, check=True).stdout.splitlines()
        missed, wronged = [], []
        for line in map(json.loads, lines):
            try:
                value = Tree(line["yaml"]).value
            except yaml.YAMLError:
                continue
            refusals = self.schemas["dialog"].refusals(value)
            if line["code"] in ("E101", "E102", "E103", "E111", "E113") and not refusals:
                missed.append(f"{line['code']} at {line['at']}")
            if line["code"].startswith("W") and refusals:
                wronged.append(f"{line['code']} at {line['at']}: {refusals}")
        self.assertEqual(wronged, [], "the compiler takes them")
        # 03 is 3 before a schema sees it; the dialog's own types and settings are its own.
        beyond = ("E102 at 03", "E113 at 02", "E113 at 00", "E111 at nom", "E111 at cop",
                  "E102 at yes")
        self.assertEqual([one for one in missed if not one.startswith(beyond)], [])

    def test_mistakes_by_chance(self):
        """What the schema refuses, the reader refuses; an unknown key both."""
        chance = random.Random(7)
        count = int(os.environ.get("JISR_SCHEMA_MUTATIONS", 150))
        tried = {path: kind for path, (kind, _) in self.files.items()
                 if path.is_relative_to(SAMPLES)
                 and kind in ("dialog", "registry", "provider", "rehearsal")
                 or path == SAMPLES / "gateway.yaml"}
        refused, differences = 0, set()
        for _ in range(count):
            path, kind = chance.choice(sorted(tried.items()))
            refused += self.one_mistake(path, kind, chance, differences)
        if differences:
            self.fail("\n" + "\n".join(sorted(differences)))
        self.assertGreater(refused, count // 4, "most mistakes must be seen by somebody")

    def one_mistake(self, path: Path, kind: str, chance, differences: set) -> bool:
        tree = self.files[path][1]
        what, text = mistake(tree, chance)
        try:
            value = Tree(text).value
        except yaml.YAMLError:
            return False
        refusals = self.schemas[kind].refusals(value)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".tmp") as file:
            file.write(text)
            file.flush()
            errors = [f for f in self.reader.ask(kind, Path(file.name))["findings"] if f["error"]]
        if refusals and not errors:
            differences.add(f"{path.relative_to(ROOT)}, {what}: the reader takes it, but the "
                            f"schema says: {'; '.join(refusals)}")
        # The parameters of a block are known to its file only.
        unknown = any(f["code"] == "E101" and "in with" not in f["sentence"] for f in errors)
        if unknown and not refusals:
            differences.add(f"{path.relative_to(ROOT)}, {what}: E101, and the schema says nothing: "
                            'a map there lacks "additionalProperties": false')
        return bool(refusals)


def mistake(tree: Tree, chance) -> tuple[str, str]:
    """The file with one node changed: another kind of value, a wrong word, a key too many."""
    way = chance.choice(sorted(tree.spans, key=str)[1:])
    start, end, scalar = tree.spans[way]
    where, text, old = "/".join(map(str, way)), tree.text, tree.at(way)
    draw = chance.randrange(5)
    if isinstance(old, dict) and text[start] == "{" and draw < 3:
        return f"a key more in {where}", f"{text[:start + 1]}zz_more: 1, {text[start + 1:]}"
    # As a text `true` and 3 are words like others.
    new = ["zz_word", "{zz: 1}", "[zz]", "3", "zz" if isinstance(old, str) else "true"][draw]
    if text[start:end].endswith("\n"):
        new += "\n"
    return f"{where}: {new.strip()}", text[:start] + new + text[end:]


if __name__ == "__main__":
    unittest.main()
