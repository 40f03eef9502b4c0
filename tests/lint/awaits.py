"""The rules about coroutines. GCC 12 destroys some temporaries of a full expression with co_await
twice, and a coroutine's parameters that are references or views outlive what they name. Both
compile, and both pass most tests; so they are refused by their shape.
"""
from source import Source, Token

_AWAITS = {"co_await", "co_yield"}
_CONDITION_OF = {"if", "constexpr", "while", "for", "switch"}
_LOOSE_TYPES = {"string_view", "span", "basic_string_view", "u16string_view", "u32string_view"}


def awaits(source: Source):
    """Yields (offset, what to do) for each dangerous temporary beside a co_await."""
    seen = set()
    for expression in _expressions(source.tree):
        for token, advice in _temporaries(expression):
            if token.offset not in seen:
                seen.add(token.offset)
                yield token.offset, advice


def _expressions(group: Token):
    """Yields the token lists of all full expressions that hold a co_await, those of lambdas too."""
    current, before = [], ""
    for child in group.children:
        if child.text == "(" and before in _CONDITION_OF:
            yield from _expressions(child)  # a condition ends before what it guards begins
            current = []
        elif child.text == ";" or child.is_block:
            if child.is_block:
                yield from _expressions(child)
            if _holds_await(current):
                yield current
            current = []
        else:
            current.append(child)
            yield from _bodies(child)
        before = child.text
    if _holds_await(current):
        yield current


def _bodies(group: Token):
    """Full expressions of the lambda bodies inside a bracketed group."""
    for child in group.children:
        if child.is_block:
            yield from _expressions(child)
        else:
            yield from _bodies(child)


def _holds_await(tokens) -> bool:
    return any(token.text in _AWAITS or (not token.is_block and _holds_await(token.children))
               for token in tokens)


def _temporaries(tokens):
    for index, token in enumerate(tokens):
        before = tokens[index - 1].text if index else ""
        if token.is_block:
            continue
        if token.text == "{":
            yield token, ("build the value on the line above, then move it in: GCC 12 destroys an "
                          "aggregate made beside co_await twice")
        elif token.text == "?":
            yield token, "choose with if on the lines above: GCC 12 destroys the chosen value twice"
        elif token.text == "[" and token.children and _is_lambda(tokens, index, before):
            yield token, ("name the lambda on the line above, then move it in: GCC 12 destroys the "
                          "captures of one made beside co_await twice")
        yield from _temporaries(token.children)


def _is_lambda(tokens, index: int, before: str) -> bool:
    if before in (")", "]", "(", "[") or tokens[index].children[0].text == "[":
        return False  # a subscript, or an attribute
    if before in ("&", "&&"):
        before = tokens[index - 2].text if index > 1 else ""
        return before != "auto"
    if before == "auto":
        return False  # a structured binding
    return not (before.isidentifier() and before not in ("return", "co_return", "co_await"))


def await_parameters(source: Source):
    """Yields (offset, what to do) for parameters of awaitable functions that may dangle."""
    pending = [source.tree]
    while pending:
        group = pending.pop()
        pending.extend(child for child in group.children if child.children)
        for parameters in _awaitable_parameters(group.children):
            for parameter in _split(parameters.children):
                yield from _dangling(parameter)


def _awaitable_parameters(tokens):
    """Yields the parameter list of each function or lambda whose return type is an awaitable."""
    for index, token in enumerate(tokens):
        if token.text != "awaitable" or index + 1 >= len(tokens) or tokens[index + 1].text != "<":
            continue
        before = [item.text for item in tokens[:index]]
        while before and before[-1] in ("::", "asio", "boost", "net"):
            before.pop()
        if before and before[-1] == "->":
            lists = [item for item in tokens[:index] if item.text == "("]
            if lists:
                yield lists[-1]
            continue
        after = _after_angles(tokens, index + 1)
        while after + 1 < len(tokens) and _is_name_part(tokens[after]):
            after += 1
            if tokens[after].text == "(":
                yield tokens[after]
                break


def _is_name_part(token: Token) -> bool:
    return token.text == "::" or (token.text.isidentifier() and not token.children)


def _after_angles(tokens, opening: int) -> int:
    depth = 0
    for index in range(opening, len(tokens)):
        depth += {"<": 1, ">": -1}.get(tokens[index].text, 0)
        if depth == 0:
            return index + 1
    return len(tokens)


def _split(tokens):
    """The parameters between the commas of a list; those of template arguments do not count."""
    depth, current = 0, []
    for token in tokens:
        depth += {"<": 1, ">": -1}.get(token.text, 0)
        if token.text == "," and depth == 0:
            yield current
            current = []
        else:
            current.append(token)
    if current:
        yield current


def _dangling(parameter):
    words = [token.text for token in parameter]
    declared, default = parameter, []
    if "=" in words:
        declared, default = parameter[:words.index("=")], parameter[words.index("="):]
    # What stands inside <...> belongs to a template argument, not to the parameter itself.
    depth, outer = 0, []
    for token in declared:
        depth += {"<": 1, ">": -1}.get(token.text, 0)
        if depth == 0:
            outer.append(token)
    names = {token.text for token in outer}
    loose = next((token for token in outer if token.text in _LOOSE_TYPES), None)
    if loose:
        yield loose.offset, ("take a std::string or std::vector by value: a coroutine outlives "
                             "what a view names")
    elif "&&" in names or ("const" in names and "&" in names):
        yield parameter[0].offset, ("take it by value, or lend it as T& or a pointer if it "
                                    "outlives the coroutine: a const T& may name a temporary")
    brace = next((token for token in default if token.text == "{"), None)
    if brace:
        yield brace.offset, ("give an overload instead of a default made with braces: the caller's "
                             "co_await would build it, and GCC 12 destroys it twice")
