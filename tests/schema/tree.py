"""A YAML file as values with their places, scalars read as editors do (YAML 1.2, core schema).

PyYAML alone reads YAML 1.1, where `no` is false and 010 is 8; editors and our reader do not.
"""
import re

import yaml

_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
          "null": None, "Null": None, "NULL": None, "~": None, "": None}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Tree:
    """`value`, and in `places` the way to each node by its line and column (from 1)."""

    def __init__(self, text: str):
        self.text = text
        self.places: dict[tuple[int, int], list[tuple]] = {}
        self.spans: dict[tuple, tuple[int, int, bool]] = {}  # of each way: where it stands
        node = yaml.compose(text, Loader=_LOADER)
        self.value = self._read(node, ())

    def at(self, way: tuple):
        value = self.value
        for step in way:
            value = value[step]
        return value

    def _read(self, node, way):
        mark = node.start_mark
        self.places.setdefault((mark.line + 1, mark.column + 1), []).append(way)
        scalar = isinstance(node, yaml.ScalarNode)
        self.spans[way] = (mark.index, node.end_mark.index, scalar)
        if isinstance(node, yaml.MappingNode):
            return {key.value: self._read(value, (*way, key.value)) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [self._read(value, (*way, i)) for i, value in enumerate(node.value)]
        return _scalar(node)


def _scalar(node):
    text = node.value
    if node.style:  # quoted, or a block
        return text
    if text in _WORDS:
        return _WORDS[text]
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text
