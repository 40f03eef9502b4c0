"""One file as the rules see it: its lines, its code without comments, and its tokens in a tree.

This is a reader of tokens and brackets, not of C++: it knows which braces hold statements and which
build a value, and that is all that the rules need. It keeps every offset, so that a finding names
its line.
"""
import bisect
import re
from dataclasses import dataclass, field
from pathlib import Path

CPP_SUFFIXES = (".cpp", ".hpp")
CODE_SUFFIXES = CPP_SUFFIXES + (".py", ".lua", ".sh")

_LEXEME = re.compile(
    r"""(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
      | (?P<raw>(?:u8|[uUL])?R"(?P<fence>[^()\s\\]{0,16})\(.*?\)(?P=fence)")
      | (?P<string>"(?:\\.|[^"\\\n])*")
      | (?P<number>\b\d(?:[\w.]|'\w)*)
      | (?P<char>'(?:\\.|[^'\\\n])+')
      | (?P<word>[A-Za-z_]\w*)
      | (?P<mark>->|::|&&|\|\||<=>|[=!<>]=|\S)""",
    re.VERBOSE | re.DOTALL)

# What stands before a brace that opens statements and not a value.
_BEFORE_BLOCK = {")", "else", "do", "try", "{", "}", ";", ":", "const", "noexcept", "override",
                 "final", "mutable", "]", ""}
_DECLARES_SCOPE = {"namespace", "struct", "class", "union", "enum", "extern"}

LITERAL = '"'  # the text of every literal's token, so that no literal is taken for a word or a mark


@dataclass
class Token:
    """A word or mark of C++ code, or a bracketed group with its own tokens."""
    text: str
    offset: int
    children: list = field(default_factory=list)
    is_block: bool = False  # a brace group that holds statements or declarations


class Source:
    """A file of the house. `path` is relative to the root and written with slashes."""

    def __init__(self, path: str, text: str):
        self.path = path
        self.text = text
        self.lines = text.splitlines()
        self._starts = [0] + [match.end() for match in re.finditer("\n", text)]
        self._tree = None
        self._lexemes = None

    @property
    def suffix(self) -> str:
        return Path(self.path).suffix

    @property
    def is_cpp(self) -> bool:
        return self.suffix in CPP_SUFFIXES

    @property
    def is_shell(self) -> bool:
        return self.suffix == ".sh" or bool(re.match(r"#!.*\b(ba)?sh\b", self.text))

    @property
    def is_python(self) -> bool:
        return self.suffix == ".py" or bool(re.match(r"#!.*\bpython", self.text))

    @property
    def is_code(self) -> bool:
        return self.suffix in CODE_SUFFIXES or self.is_shell or self.is_python

    def line_of(self, offset: int) -> int:
        return bisect.bisect_right(self._starts, offset)

    @property
    def lexemes(self) -> list:
        """The (kind, text, offset) of everything in a C++ file but comments."""
        if self._lexemes is None:
            self._lexemes = [(match.lastgroup if match.lastgroup != "fence" else "raw",
                              match.group(), match.start())
                             for match in _LEXEME.finditer(self.text)
                             if match.lastgroup != "comment"]
        return self._lexemes

    def includes(self):
        """Yields (line, name, quoted) of each #include that is not in a comment or a string."""
        hidden = [(match.start(), match.end()) for match in _LEXEME.finditer(self.text)
                  if match.lastgroup in ("comment", "raw", "fence")]
        for number, line in enumerate(self.lines, 1):
            match = re.match(r"\s*#\s*include\s*([<\"])([^>\"]+)[>\"]", line)
            offset = self._starts[number - 1]
            if match and not any(start <= offset < end for start, end in hidden):
                yield number, match.group(2), match.group(1) == '"'

    @property
    def tree(self) -> Token:
        """The file's tokens; a group's text is its opening bracket."""
        if self._tree is None:
            self._tree = _group(self._code_lexemes())
        return self._tree

    def _code_lexemes(self):
        """Lexemes without preprocessor lines, whose brackets need not balance."""
        skipped = set()
        continued = False
        for number, line in enumerate(self.lines, 1):
            if continued or re.match(r"\s*#", line):
                skipped.add(number)
                continued = line.endswith("\\")
        return [lexeme for lexeme in self.lexemes if self.line_of(lexeme[2]) not in skipped]

    def words(self):
        """Yields every token of C++ code in the order of the file, groups opened."""
        pending = [self.tree]
        while pending:
            token = pending.pop()
            yield token
            pending.extend(reversed(token.children))


def _group(lexemes) -> Token:
    root = Token("", 0, is_block=True)
    stack = [root]
    closing = {")": "(", "]": "[", "}": "{"}
    for kind, text, offset in lexemes:
        if kind in ("string", "raw", "char", "number"):
            stack[-1].children.append(Token(LITERAL, offset))
        elif text in ("(", "[", "{"):
            group = Token(text, offset)
            group.is_block = text == "{" and _opens_block(stack[-1])
            stack[-1].children.append(group)
            stack.append(group)
        elif text in closing:
            # A bracket that does not match is the compiler's business; only stay in step.
            if len(stack) > 1 and stack[-1].text == closing[text]:
                stack.pop()
        else:
            stack[-1].children.append(Token(text, offset))
    return root


def _opens_block(parent: Token) -> bool:
    """Decides about a brace from what stands before it in the same group."""
    statement = []
    for token in reversed(parent.children):
        if token.text == ";" or token.is_block:
            break
        statement.insert(0, token)
    words = [token.text for token in statement]
    if parent.text in ("(", "["):
        # An argument: a lambda has its own brackets before the brace, all else is a value.
        return "[" in words and _ends_as_lambda(words)
    if not words:
        return parent.is_block
    scopes = [index for index, word in enumerate(words) if word in _DECLARES_SCOPE]
    if scopes and not {"=", "("} & set(words[scopes[-1]:]):
        return True
    last = words[-1]
    closers = {"(": ")", "[": "]", "{": "}"}
    if closers.get(last, last) in _BEFORE_BLOCK:
        return True
    return "->" in words and "(" in words and "=" not in words[words.index("->"):]


def _ends_as_lambda(words) -> bool:
    """True for `[..] {`, `[..](..) {` and `[..](..) mutable -> T {` at the end of an argument."""
    if "," in words:
        words = _after_last_comma(words)
    if "[" not in words:
        return False
    rest = words[words.index("[") + 1:]
    if not rest or rest == ["("] or rest[-1] in ("mutable", "noexcept"):
        return True
    return "->" in rest and "(" in rest[:rest.index("->")] if "->" in rest else rest[-1] == "("


def _after_last_comma(words) -> list:
    """The last argument; a comma between angle brackets does not end one."""
    depth = 0
    for index in range(len(words) - 1, -1, -1):
        if words[index] == ">":
            depth += 1
        elif words[index] == "<":
            depth = max(0, depth - 1)
        elif words[index] == "," and depth == 0:
            return words[index + 1:]
    return words
