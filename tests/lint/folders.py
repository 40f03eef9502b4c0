"""The rules about who may include what: tools -> gateway -> dialogs, providers, and each outside
library behind the one file or folder that owns it. Tests may include all, tools every library.
"""
import re
from pathlib import Path

from source import Source

# The folders of ours that each folder may not include.
_FORBIDDEN = {
    "dialogs": ("providers", "gateway", "tools", "tests"),
    "providers": ("dialogs", "gateway", "tools", "tests"),
    "gateway": ("tools", "tests"),
    "tools": ("tests",),
}

# What a pure folder never needs: a socket, a thread, a log.
_IMPURE = ("boost/asio", "boost/beast", "hiredis", "curl/", "spdlog/", "sys/socket.h", "netinet/",
           "thread", "mutex", "condition_variable")

# Header prefix -> path prefixes that may include it.
_OWNERS = {
    "boost/beast/http": ("gateway/http/",),
    "boost/beast.hpp": ("gateway/http/",),
    "hiredis": ("gateway/redis/",),
    "curl/": ("gateway/http/client",),
    "spdlog/": ("gateway/log",),
    "yaml-cpp/": ("dialogs/yaml",),
}

# Pages of config/providers that stand for no operator.
_GENERIC_PAGES = {"json", "xml", "get"}


def direction(source: Source):
    """Includes go one way between the folders."""
    folder = source.path.split("/")[0]
    for line, name, quoted in source.includes():
        target = name.split("/")[0]
        if quoted and target in _FORBIDDEN.get(folder, ()):
            yield line, (f"{folder} must not know {target}: move the shared part down, or the call "
                         "up")


def pure(source: Source):
    """dialogs and providers are functions of their arguments."""
    if not source.path.startswith(("dialogs/", "providers/")):
        return
    for line, name, _ in source.includes():
        if any(name == header or (name.startswith(header) and "/" in name) for header in _IMPURE):
            yield line, f"<{name}> does input or output: do that in gateway, and pass the bytes in"


def owner(source: Source):
    """In the gateway and below, an outside library is included by the one place that wraps it."""
    if source.path.startswith(("tools/", "tests/")):
        return
    for line, name, _ in source.includes():
        for header, places in _OWNERS.items():
            if name.startswith(header) and not source.path.startswith(places):
                yield line, f"<{name}> belongs to {' and '.join(places)}: use what that offers"


def rooted(source: Source, root: Path):
    """Our own headers are named from the root of the repository."""
    for line, name, quoted in source.includes():
        if quoted and not (root / name).is_file():
            yield line, f'write the path from the root of the repository: there is no "{name}"'


def providers_named(source: Source, root: Path):
    """Operators are pages of YAML: code that knows one would have to change for the next."""
    if source.path.startswith("tests/"):
        return  # a test may say where its sample comes from
    pages = (root / "config" / "providers").glob("*-*.yaml")
    names = {page.name.rsplit("-", 1)[0] for page in pages} - _GENERIC_PAGES
    known = re.compile(r"(?<![a-z])(%s)(?![a-z])" % "|".join(sorted(names)), re.IGNORECASE)
    for number, line in enumerate(source.lines, 1):
        for name in known.findall(line):
            yield number, f"{name} is an operator: what is special about it belongs in its page"
