"""Whether a schema and a reader say the same of each place that the reader asked about.

A map is compared by its keys, a word by the words that may stand there, a number by its bounds, a
time by its pattern. What no sample reaches is a complaint too: it would not be compared.
"""
from pathlib import Path

from schemas import SchemaFile, closed
from tree import Tree

# Maps whose keys the file itself names.
_NAMED_BY_THE_FILE = {"with", "reviewed"}
_FAR = 10**9  # bounds beyond are no bounds
# Whole numbers whose bounds hang on another key, the question's type.
_BOUNDED_BY_TYPE = {"length_min", "length_max"}


class Agreement:
    def __init__(self, schemas: dict[str, SchemaFile], root: Path):
        self._schemas = schemas
        self._root = root
        self._files: dict[str, tuple[str, Tree]] = {}
        self._found: dict[str, None] = {}  # in order, each once
        self._seen: set[str] = set()  # pointers of closed maps, and of their keys
        self._said: set[tuple] = set()
        self._own_types: set[str] = set()  # that the dialogs name: a block's questions use them

    def add(self, path: Path, kind: str, tree: Tree):
        self._files[str(path)] = (kind, tree)
        self._own_types |= set(tree.value.get("types", {}))
        self._see(self._schemas[kind], tree.value, [self._schemas[kind].root])

    def hold(self, asked: list[dict]):
        maps: dict[tuple, tuple] = {}
        for one in asked:
            if one["file"] not in self._files:
                continue  # a built-in country, or recorded traffic
            kind, tree = self._files[one["file"]]
            ways = tree.places.get((one["line"], one["column"]), [])
            is_map = one["kind"] == "keys"
            ways = [way for way in ways if isinstance(tree.at(way), dict) == is_map]
            if not ways or one.get("what") in _NAMED_BY_THE_FILE:
                continue
            way = ways[0] if is_map else ways[-1]
            if is_map:  # asked twice: both must be satisfied
                key = (one["file"], way)
                before = maps[key][4] if key in maps else set(one["known"])
                maps[key] = (kind, tree, way, one, before & set(one["known"]))
            else:
                self._value(kind, tree, way, one)
        for entry in maps.values():
            self._keys(*entry)

    def complaints(self) -> list[str]:
        for schema in self._schemas.values():
            for pointer in _closed_pointers(schema):
                if pointer not in self._seen:
                    self._say(f"config/schema/{pointer} stands in no sample of "
                              "tests/schema/samples: use it there, so that it is compared")
        return list(self._found)

    def _say(self, sentence: str):
        self._found.setdefault(sentence)

    def _first_time(self, *what) -> bool:
        """One complaint for each thing, at the first of its places."""
        new = what not in self._said
        self._said.add(what)
        return new

    def _parts(self, kind, tree, way, fitting=True):
        schema = self._schemas[kind]
        value = tree.at(way)
        return [part for node in schema.at(tree.value, way)
                for part in schema.parts(node, value, fitting)]

    def _place(self, one):
        file = Path(one["file"]).relative_to(self._root)
        return f"{file}:{one['line']}:{one['column']}"

    def _keys(self, kind, tree, way, one, known):
        schema = self._schemas[kind]
        listed = [part for part in self._parts(kind, tree, way) if closed(part)]
        what, place = one["what"], self._place(one)
        if not listed:
            self._say(f"config/schema/{kind}.schema.json does not list the keys of {what} (as at "
                      f'{place}): "properties": {sorted(known)}, "additionalProperties": false')
            return
        where = schema.marked[id(listed[0])]
        written = set().union(*(part["properties"] for part in listed))
        elsewhere = {key for part in self._parts(kind, tree, way, fitting=False)
                     for key in (*part.get("required", []),
                                 *part.get("if", {}).get("required", []))}
        for key in sorted(known - written - elsewhere):
            if self._first_time(where, key):
                self._say(f'the reader knows "{key}" in {what} (as at {place}), the schema does '
                          f'not: add "{key}", with a description, its unit and default, to '
                          f'"properties" of config/schema/{where}, and use it in a file of '
                          "tests/schema/samples")
        for key in sorted(written - known):
            if self._first_time(where, key):
                self._say(f'config/schema/{where} has "{key}", which no reader knows in {what} '
                          f"(as at {place}): take it out there, or teach it to the reader")

    def _value(self, kind, tree, way, one):
        nodes = self._schemas[kind].at(tree.value, way)
        if not nodes:
            return  # under a map that is open: said there, if it should not be
        parts = self._parts(kind, tree, way, fitting=False)
        name = "/".join("*" if isinstance(step, int) else step for step in way)
        at = f"{name} in config/schema/{kind}.schema.json (as at {self._place(one)})"
        wants = {"integer": "a whole number", "boolean": "true or false",
                 "duration": "a time with its unit"}
        if one["kind"] == "words":
            self._words(at, one, parts)
        elif one["kind"] == "text":
            if not self._schemas[kind].holds({"anyOf": nodes}, tree.at(way)):
                self._say(f"the text is refused by {at}")
        elif not any(_is(part, one["kind"]) for part in parts):
            self._say(f"the reader wants {wants[one['kind']]} for {at}, which does not say so")
        elif one["kind"] == "integer" and name.split("/")[-1] not in _BOUNDED_BY_TYPE:
            self._bounds(at, one, [part for part in parts if _is(part, "integer")])

    def _words(self, at, one, parts):
        allowed = {word for part in parts for word in
                   part.get("enum", [part["const"]] if "const" in part else [])}
        known = set(one["known"])
        for word in sorted(known - self._own_types - allowed):
            self._say(f'"{word}" is {one["what"]} to the reader, and not among the words of {at}: '
                      "add it to the enum")
        for word in sorted(allowed - known):
            self._say(f'"{word}" is not {one["what"]} to the reader, but among the words of {at}: '
                      "take it out of the enum")

    def _bounds(self, at, one, numbers):
        for word, bound in (("minimum", one["min"]), ("maximum", one["max"])):
            written = {part.get(word) for part in numbers}
            if abs(bound) < _FAR and bound not in written and len(numbers) == 1:
                self._say(f'"{word}" is {bound} to the reader: write it for {at}')
            if abs(bound) < _FAR and any(value not in (None, bound) for value in written):
                self._say(f'"{word}" is {bound} to the reader, and {written} for {at}')

    def _see(self, schema, value, nodes):
        parts = [part for node in nodes for part in schema.parts(node, value)]
        for part in parts:
            if closed(part) and isinstance(value, dict):
                self._seen.add(schema.marked[id(part)])
                self._seen |= {f"{schema.marked[id(part)]}/properties/{key}"
                               for key in part["properties"] if key in value}
        steps = value.items() if isinstance(value, dict) else (
            enumerate(value) if isinstance(value, list) else ())
        for step, inner in steps:
            next_nodes = []
            for part in parts:
                if isinstance(step, int):
                    next_nodes += [part["items"]] if isinstance(part.get("items"), dict) else []
                elif step in part.get("properties", {}):
                    next_nodes.append(part["properties"][step])
                elif isinstance(part.get("additionalProperties"), dict):
                    next_nodes.append(part["additionalProperties"])
            self._see(schema, inner, next_nodes)


def _is(part: dict, kind: str) -> bool:
    if kind == "duration":
        return "ms|s|m|h|d" in part.get("pattern", "")
    return part.get("type") == kind or kind in (part.get("type") or [])


def _closed_pointers(schema: SchemaFile):
    """Each map that lists its keys, and each of those keys."""
    def walk(node):
        if isinstance(node, dict):
            if closed(node):
                pointer = schema.marked[id(node)]
                yield pointer
                yield from (f"{pointer}/properties/{key}" for key in node["properties"])
            for value in node.values():
                yield from walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value)
    yield from walk(schema.root)
