"""Finds the functions of a C++ file by its braces, without a compiler.

Works on text whose comments and strings are blanked (`Repository.bare`). Lambdas and local types
count to the function around them. What it cannot place is not a function: no false alarms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ATTRIBUTE = re.compile(r"\[\[[^\]]*\]\]")
_PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
_TYPE = re.compile(r"(?:^|\s|>)(?:class|struct|union|enum)\s[^()=]*$")
_CONSTRUCTOR_LIST = re.compile(r"\)\s*(?:noexcept\s*)?:(?!:)")
_NAME = re.compile(r"(~?[\w:]+)\s*$")
_OPERATOR = re.compile(r"\boperator\s*(?:\(\)|[^\s\w(]+)")
_NOT_A_NAME = {"noexcept", "decltype", "alignas", "requires", "explicit", "static_assert", "if",
               "for", "while", "switch", "catch", "return", "sizeof", "__attribute__", "using"}


@dataclass(frozen=True)
class Function:
    name: str
    line: int
    lines: int
    parameters: int


@dataclass
class _Scope:
    kind: str  # "outer" (namespace or type: functions are declared here), "body", "other"
    function: Function | None = None


def find(bare: str) -> Iterator[Function]:
    """Definitions and declarations, in the order in which they end."""
    text = _PREPROCESSOR.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), bare)
    scopes = [_Scope("outer")]
    parentheses = 0
    head_start = 0
    line = 1
    for position, char in enumerate(text):
        if char == "\n":
            line += 1
        elif char in "([":
            parentheses += 1
        elif char in ")]":
            parentheses -= 1
        elif char == "{":
            scopes.append(_open(scopes[-1], text[head_start:position], line, parentheses))
            if scopes[-1].kind != "initialiser":
                head_start = position + 1
        elif char == "}" and len(scopes) > 1:
            closed = scopes.pop()
            if closed.function:
                begun = closed.function
                yield Function(begun.name, begun.line, line - begun.line + 1, begun.parameters)
            if closed.kind != "initialiser":
                head_start = position + 1
        elif char == ";" and parentheses == 0:
            if scopes[-1].kind == "outer":
                declared = _signature(text[head_start:position], line)
                if declared:
                    yield declared
            head_start = position + 1


def _open(around: _Scope, head: str, line: int, parentheses: int) -> _Scope:
    """What the brace after `head` begins."""
    if around.kind != "outer" or parentheses > 0:
        # A default argument or a braced member initialiser belongs to the head that goes on.
        return _Scope("initialiser" if around.kind in ("outer", "initialiser") else "body")
    words = head.split()
    if words and (words[0] in ("namespace", "extern") or words[:2] == ["inline", "namespace"]):
        return _Scope("outer")
    if _TYPE.search(head):
        return _Scope("outer")
    if _CONSTRUCTOR_LIST.search(head) and re.search(r"[\w>]\s*$", head):
        return _Scope("initialiser")
    function = _signature(head, line)
    if function:
        return _Scope("body", function)
    return _Scope("initialiser" if words else "body")


def _signature(head: str, line: int) -> Function | None:
    """The function that `head` names, or nothing. `line` is where the head ends."""
    code = _ATTRIBUTE.sub(lambda m: " " * len(m.group(0)), head)
    code = _OPERATOR.sub(lambda m: "o".ljust(len(m.group(0)), "_"), code)
    depth = 0
    for position, char in enumerate(code):
        if char == "(" and depth == 0:
            named = _NAME.search(code[:position])
            end = _closing(code, position)
            if not named or named.group(1).split("::")[-1] in _NOT_A_NAME or end is None:
                return None
            begun = line - head.lstrip().count("\n")
            name = head[named.start(1):named.end(1)]
            return Function(name, begun, 1, _count(code[position + 1:end]))
        if char == "<" and position and (code[position - 1].isalnum() or code[position - 1] == "_"):
            depth += 1
        elif char == ">" and depth:
            depth -= 1
        elif char in "={" and depth == 0:
            return None
    return None


def _closing(code: str, start: int) -> int | None:
    depth = 0
    for position in range(start, len(code)):
        depth += {"(": 1, ")": -1}.get(code[position], 0)
        if depth == 0:
            return position
    return None


def _count(parameters: str) -> int:
    if parameters.strip() in ("", "void"):
        return 0
    depth, count = 0, 1
    for char in parameters.replace("->", "  "):
        if char in "(<{[":
            depth += 1
        elif char in ")>}]":
            depth -= 1
        elif char == "," and depth == 0:
            count += 1
    return count
