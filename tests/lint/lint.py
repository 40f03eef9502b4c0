#!/usr/bin/env python3
"""Reads every source file of the house and refuses what the compiler lets through and a reviewer
would not: includes against the direction of the house, coroutine shapes that GCC 12 breaks, vague
names. CONTRIBUTING.md gives the reasons; ctest runs this as `lint`.

    tests/lint/lint.py [FILE...]     all files without an argument; exit 1 if there is a finding

A line may be excused, with a reason, by a comment on it or on the line above:
    // lint: allow await-parameter: the table is static
"""
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import awaits
import folders
import shape
from source import Source

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Rule:
    """`check` yields (line, what to do); `applies` picks its files."""
    name: str
    applies: Callable
    check: Callable


def _cpp(source: Source) -> bool:
    return source.is_cpp


def _code(source: Source) -> bool:
    return source.is_code


def _at_lines(check):
    """Turns a check that yields offsets into one that yields lines."""
    return lambda source: ((source.line_of(offset), advice) for offset, advice in check(source))


RULES = (
    Rule("include-direction", _cpp, folders.direction),
    Rule("include-pure", _cpp, folders.pure),
    Rule("include-owner", _cpp, folders.owner),
    Rule("include-root", _cpp, lambda source: folders.rooted(source, ROOT)),
    Rule("provider-name", _cpp, lambda source: folders.providers_named(source, ROOT)),
    Rule("await-temporary", _cpp, _at_lines(awaits.awaits)),
    Rule("await-parameter", _cpp, _at_lines(awaits.await_parameters)),
    Rule("forbidden-word", _cpp, shape.words),
    Rule("test-sleep", lambda source: source.is_python and source.path.startswith("tests/"),
         shape.python_sleep),
    Rule("file-length", _code, shape.file_length),
    Rule("line-length", _code, shape.line_length),
    Rule("merge-mark", lambda source: True, shape.merge_marks),
    Rule("file-name", lambda source: True, shape.file_name),
    Rule("opening-comment", lambda source: source.is_code or source.path.endswith("CMakeLists.txt"),
         shape.opening_comment),
    Rule("pragma-once", _cpp, shape.pragma_once),
    Rule("syntax", lambda source: source.is_python or source.is_shell, shape.syntax),
    Rule("package-reason", lambda source: source.path == "tools/lib/install.sh",
         lambda source: shape.packages(source, ROOT)),
)


def findings(source: Source):
    """Yields (line, rule name, what to do) of one file, in the order of its lines."""
    found = [(line, rule.name, advice) for rule in RULES if rule.applies(source)
             for line, advice in rule.check(source)]
    return [finding for finding in sorted(found) if not _excused(source, finding[0], finding[1])]


def _excused(source: Source, line: int, rule: str) -> bool:
    mark = re.compile(rf"(//|#|--) lint: allow {re.escape(rule)}: \S")
    return any(mark.search(text) for text in source.lines[max(0, line - 2):line])


def source_files(root: Path):
    """Paths of all text files of the work tree, whether git knows them or not."""
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names
                          if name not in ("build", "__pycache__")
                          and (not name.startswith(".") or name == ".ci"))
        for name in sorted(files):
            yield (Path(folder) / name).relative_to(root).as_posix()


def read(root: Path, path: str):
    try:
        return Source(path, (root / path).read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return None  # not text, so nothing to read here
    except FileNotFoundError:
        return None  # a test's own, and gone since it was listed


def main(arguments) -> int:
    paths = [Path(argument).resolve().relative_to(ROOT).as_posix() for argument in arguments]
    count = files = 0
    for path in paths or source_files(ROOT):
        source = read(ROOT, path)
        if source is None:
            continue
        files += 1
        for line, rule, advice in findings(source):
            count += 1
            print(f"{path}:{line}: {rule}: {advice}")
    print(f"lint: {files} files, {count} findings")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
