"""The files of config/schema/ and what they say of a place in a document.

A reference to another file is taken in when a schema is read, so that one validator does.
"""
import json
from functools import cached_property
from pathlib import Path

import jsonschema

_BRANCHES = ("anyOf", "oneOf")


class SchemaFile:
    def __init__(self, path: Path):
        self.path = path
        self.root = json.loads(path.read_text())
        self.marked: dict[int, str] = {}  # a node's identity → its JSON pointer in its file
        self._taken: set[str] = set()
        self._mark(self.root, f"{path.name}#")
        self._take_in(self.root)

    @cached_property
    def validator(self):
        kind = jsonschema.Draft7Validator
        kind.check_schema(self.root)
        return kind(self.root)

    def refusals(self, value) -> list[str]:
        return [f"{'/'.join(map(str, error.absolute_path)) or '(top)'}: {error.message[:160]}"
                for error in self.validator.iter_errors(value)]

    def _mark(self, node, pointer):
        if isinstance(node, dict):
            self.marked[id(node)] = pointer
            for key, value in node.items():
                self._mark(value, f"{pointer}/{key}")
        elif isinstance(node, list):
            for i, value in enumerate(node):
                self._mark(value, f"{pointer}/{i}")

    def _take_in(self, node):
        """Definitions of other files become definitions of this one."""
        if isinstance(node, list):
            for value in node:
                self._take_in(value)
        if not isinstance(node, dict):
            return
        reference = node.get("$ref", "")
        if isinstance(reference, str) and reference and not reference.startswith("#"):
            file, name = reference.split("#/definitions/")
            if file not in self._taken:
                self._taken.add(file)
                other = json.loads((self.path.parent / file).read_text())["definitions"]
                self._mark(other, f"{file}#/definitions")
                self._rename(other, file)
                for key, value in other.items():
                    self.root["definitions"][f"{file}:{key}"] = value
            node["$ref"] = f"#/definitions/{file}:{name}"
        for key, value in list(node.items()):
            if key != "$ref":
                self._take_in(value)

    def _rename(self, node, file):
        if isinstance(node, list):
            for value in node:
                self._rename(value, file)
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str) and node["$ref"].startswith("#/definitions/"):
                node["$ref"] = node["$ref"].replace("#/definitions/", f"#/definitions/{file}:")
            for value in node.values():
                self._rename(value, file)

    def resolve(self, node):
        while isinstance(node, dict) and "$ref" in node:
            node = self.root["definitions"][node["$ref"].removeprefix("#/definitions/")]
        return node

    def holds(self, node, value) -> bool:
        return self.validator.evolve(schema=node).is_valid(value)

    def parts(self, node, value, fitting=True) -> list[dict]:
        """The plain schemas that a node comes to for this value; all of them when not `fitting`."""
        node = self.resolve(node)
        if not isinstance(node, dict):
            return []
        found = [node]
        for part in node.get("allOf", []):
            found += self.parts(part, value, fitting)
        for word in _BRANCHES:
            for part in node.get(word, []):
                if not fitting or self.holds(part, value):
                    found += self.parts(part, value, fitting)
        if "if" in node:
            chosen = "then" if self.holds(node["if"], value) else "else"
            for word in (chosen,) if fitting else ("then", "else"):
                found += self.parts(node.get(word), value, fitting)
        return found

    def at(self, document, way: tuple) -> list[dict]:
        """What is said of the place `way` of a document: nodes, not yet resolved."""
        nodes, value = [self.root], document
        for step in way:
            parts = [part for node in nodes for part in self.parts(node, value)]
            nodes = []
            for part in parts:
                if isinstance(step, int):
                    nodes += [part["items"]] if isinstance(part.get("items"), dict) else []
                elif step in part.get("properties", {}):
                    nodes.append(part["properties"][step])
                elif isinstance(part.get("additionalProperties"), dict):
                    nodes.append(part["additionalProperties"])
            value = value[step]
        return nodes


def closed(part: dict) -> bool:
    """Does this schema list all keys of a map?"""
    return part.get("additionalProperties") is False and "properties" in part
