"""docs/security.md names tests that exist: one that is gone or renamed would leave a promise that
nobody keeps.
"""
import re
import unittest
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_PAGE = _ROOT / "docs/security.md"


def named() -> list:
    """The names in the last column of each table that says what shows it."""
    names, shows = [], False
    for line in _PAGE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            shows = False
            continue
        last = line.strip().strip("|").split("|")[-1].strip()
        shows = shows or last == "shown by"
        if shows and last != "shown by" and not set(last) <= {"-", " "}:
            names.append((line, re.findall(r"`([^`]+)`", last)))
    return names


def exists(name: str) -> bool:
    """`Suite.Name`, `file.Class.test_name` or `file.yaml: title`."""
    if ".yaml: " in name:
        file, title = name.split(": ", 1)
        path = _ROOT / "tests/wire" / file
        return path.exists() and re.search(
            rf"title: \"?{re.escape(title)}\"?\s*[,}}\n]", path.read_text(encoding="utf-8"))
    parts = name.split(".")
    if len(parts) == 3:
        path = _ROOT / "tests/e2e" / f"{parts[0]}.py"
        if not path.exists():
            return False
        text = path.read_text(encoding="utf-8")
        body = re.search(rf"^class {parts[1]}\(.*?(?=^class |\Z)", text, re.MULTILINE | re.DOTALL)
        return bool(body and re.search(rf"^    def {parts[2]}\(self\)", body[0], re.MULTILINE))
    if len(parts) == 2:
        return bool(re.search(rf"\bTEST(?:_F|_P)?\({parts[0]}, {parts[1]}\)", _units()))
    return False


def _units(kept=[]) -> str:  # read once
    if not kept:
        kept.append("\n".join(path.read_text(encoding="utf-8")
                              for path in sorted((_ROOT / "tests/unit").rglob("*.cpp"))))
    return kept[0]


class SecurityPageTest(unittest.TestCase):
    def test_each_row_names_tests_that_exist(self):
        rows = named()
        self.assertGreater(len(rows), 25)
        for line, names in rows:
            self.assertTrue(names, f"no test: {line}")
            for name in names:
                self.assertTrue(exists(name), f"there is no test {name}")

    def test_one_that_is_gone_is_missed(self):
        for name in ("Caller.IsGone", "page_test.PageTest.test_gone", "gone.PageTest.test_x",
                     "xml-ussd.yaml: gone", "gone.yaml: she dials", "page_test.Gone.test_x", "x"):
            self.assertFalse(exists(name), name)

    def test_what_must_be_shown_is_there(self):
        text = " ".join(line for line, _ in named())
        for word in ("**forged**", "**stale**", "**replay**", "smuggling", "JWT", "basic",
                     "certificate", "address", "path, query, header", "Twilio"):
            self.assertIn(word, text)


if __name__ == "__main__":
    unittest.main()
