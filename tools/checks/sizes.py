"""Files, lines, functions and parameter lists stay small (CONTRIBUTING.md, Sizes)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks import cpp_functions
from checks.repository import Fault, Repository, is_test

FILE_LINES_MAX = 400
TEST_FILE_LINES_MAX = 600
FUNCTION_LINES_MAX = 70
PARAMETERS_MAX = 4
COLUMNS_MAX = 100

# Their parameters are a library's choice: libmosquitto's callbacks, Beast's parser interface.
GIVEN_BY_LIBRARIES = {
    "src/mqtt/mqtt_connection.cpp": {"connected", "disconnected", "subscribed", "received"},
    "tests/support/mqtt_client.cpp": {"connected", "subscribed", "published", "received"},
    "src/http/io/request_parser.h": {"on_request_impl"},
}

_CODE = (".cpp", ".h", ".py", ".sh", ".ts", ".tsx", ".mjs", ".css", ".cmake", ".sql",
         "/run", "/CMakeLists.txt")
_SHELL_FUNCTION = re.compile(r"^(\w+)\(\) *\{$")


def _code(repository: Repository) -> Iterator[tuple[str, str]]:
    for path, text in repository.files.items():
        if f"/{path}".endswith(_CODE) or path == "test":
            yield path, text


def file_lines(repository: Repository) -> Iterator[Fault]:
    for path, text in _code(repository):
        limit = TEST_FILE_LINES_MAX if is_test(path) else FILE_LINES_MAX
        lines = text.count("\n")
        if lines > limit:
            yield Fault(path, limit + 1, "file-lines", f"{lines} lines, at most {limit}")


def columns(repository: Repository) -> Iterator[Fault]:
    for path, text in _code(repository):
        if path.startswith("web/"):
            continue  # Biome formats there
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > COLUMNS_MAX:
                yield Fault(path, number, "columns", f"{len(line)} columns, at most {COLUMNS_MAX}")


def cpp_function_sizes(repository: Repository) -> Iterator[Fault]:
    for path, _ in repository.select(".h", ".cpp"):
        for function in cpp_functions.find(repository.bare(path)):
            yield from _sizes(path, function)


def python_function_sizes(repository: Repository) -> Iterator[Fault]:
    for path, text in repository.select(".py"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                # Keyword-only parameters are Python's options struct: they do not count.
                given = [arg for arg in node.args.posonlyargs + node.args.args
                         if arg.arg not in ("self", "cls")]
                yield from _sizes(path, cpp_functions.Function(
                    node.name, node.lineno, (node.end_lineno or 0) - node.lineno + 1, len(given)))


def shell_function_sizes(repository: Repository) -> Iterator[Fault]:
    for path, text in repository.files.items():
        if not text.startswith("#!/") or "sh" not in text.split("\n", 1)[0]:
            continue
        name, start = "", 0
        for number, line in enumerate(text.splitlines(), 1):
            match = _SHELL_FUNCTION.match(line)
            if match:
                name, start = match.group(1), number
            elif line == "}" and name:
                yield from _sizes(path, cpp_functions.Function(name, start, number - start + 1, 0))
                name = ""


def _sizes(path: str, function: cpp_functions.Function) -> Iterator[Fault]:
    if function.lines > FUNCTION_LINES_MAX:
        yield Fault(path, function.line, "function-lines",
                    f"{function.name}: {function.lines} lines, at most {FUNCTION_LINES_MAX}")
    given = GIVEN_BY_LIBRARIES.get(path, set())
    if function.parameters > PARAMETERS_MAX and function.name not in given:
        yield Fault(path, function.line, "parameters",
                    f"{function.name}: {function.parameters} parameters, at most {PARAMETERS_MAX};"
                    " take an options struct")
