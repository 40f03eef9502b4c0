"""The rules about a file as a whole: its size, its name, its opening, and words it may not use."""
import ast
import re
import subprocess
from pathlib import Path

from source import Source

_LINES_MAX = 400
_COLUMNS_MAX = 100
_VAGUE_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"}
_SLEEPS = {"sleep_for", "sleep_until", "usleep", "nanosleep"}


def file_length(source: Source):
    if len(source.lines) > _LINES_MAX:
        yield _LINES_MAX + 1, (f"{len(source.lines)} lines, {_LINES_MAX} are the limit: a long "
                               "file is usually two ideas; give each its own")


def line_length(source: Source):
    for number, line in enumerate(source.lines, 1):
        if len(line) > _COLUMNS_MAX:
            yield number, f"{len(line)} characters, {_COLUMNS_MAX} are the limit: break the line"


def merge_marks(source: Source):
    """Git leaves them where two branches met, in pages that no compiler reads as well."""
    for number, line in enumerate(source.lines, 1):
        if re.match(r"(<{7}|>{7}) ", line):
            yield number, "a merge was not finished here: choose, and take the mark out"


def file_name(source: Source):
    for part in Path(source.path).parts:
        vague = _VAGUE_NAMES & set(re.split(r"[._-]", part.lower()))
        if vague:
            yield 1, f"'{vague.pop()}' says nothing: name the file for the one thing that it holds"


def opening_comment(source: Source):
    """The first thing in a file, after #! and #pragma, says what the file is."""
    lines = [line for line in source.lines[:5]
             if line.strip() and not re.match(r"#!|#\s*pragma|cmake_minimum", line)]
    first = lines[0].strip() if lines else ""
    if source.lines and not (re.match(r'//|/\*|#|--|"""', first) and len(first) > 20):
        yield 1, "open with a comment of 1 to 6 lines: what this is, who owns it, on what thread"


def pragma_once(source: Source):
    if source.suffix == ".hpp" and not re.search(r"^#pragma once$", source.text, re.MULTILINE):
        yield 1, "write #pragma once below the opening comment"


def words(source: Source):
    """Names of the standard library and of Asio that this house does without."""
    in_tests = source.path.startswith("tests/")
    before = ("", "")
    for token in source.words():
        if token.text == "detached":
            yield source.line_of(token.offset), (
                "detached drops exceptions: give co_spawn a handler that logs")
        elif before == ("std", "::") and re.fullmatch(r"w?regex", token.text):
            yield source.line_of(token.offset), (
                "std::regex can crash on long input: use RE2, after a check of the length")
        elif in_tests and token.text in _SLEEPS:
            yield source.line_of(token.offset), (
                "a test that sleeps is slow or flaky: wait for what must happen, with a deadline")
        before = (before[1], token.text)


def python_sleep(source: Source):
    """The same for Python tests: stage.wait_until() waits for a condition."""
    try:
        tree = ast.parse(source.text)
    except SyntaxError:
        return  # the rule `syntax` speaks of it
    for node in ast.walk(tree):
        if (isinstance(node, ast.Call) and isinstance(node.func, (ast.Attribute, ast.Name))
                and getattr(node.func, "attr", getattr(node.func, "id", "")) == "sleep"):
            yield node.lineno, "a test that sleeps is slow or flaky: use stage.wait_until()"


def syntax(source: Source):
    if source.is_python:
        try:
            compile(source.text, source.path, "exec", dont_inherit=True)
        except SyntaxError as error:
            yield error.lineno or 1, f"Python cannot read this: {error.msg}"
    elif source.is_shell:
        check = subprocess.run(["bash", "-n"], input=source.text, text=True, capture_output=True,
                               check=False)
        if check.returncode:
            match = re.search(r"line (\d+): (.*)", check.stderr)
            line, what = (int(match.group(1)), match.group(2)) if match else (1, check.stderr)
            yield line, f"bash cannot read this: {what.strip()}"


def packages(source: Source, root: Path):
    """docs/building.md says why each package is installed."""
    page = root / "docs/building.md"
    told = page.read_text(encoding="utf-8") if page.is_file() else ""
    listing = re.search(r"jisr_packages=\((.*?)\)", source.text, re.DOTALL)
    for name in listing.group(1).split() if listing else ():
        if f"`{name}`" not in told:
            offset = source.text.index(name, listing.start())
            yield source.line_of(offset), f"say in docs/building.md what `{name}` is for"
