"""The files of a checkout as the checks see them: path -> text, read once."""

from __future__ import annotations

import functools
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

TEXT_NAMES = {"run", "test", "LICENSE", "Containerfile", "CMakeLists.txt"}
TEXT_SUFFIXES = {
    ".cpp", ".h", ".cmake", ".txt", ".py", ".sh", ".md", ".ts", ".tsx", ".js", ".mjs", ".css",
    ".json", ".yaml", ".yml", ".toml", ".sql", ".conf", ".service", ".html",
}

# A raw string, a string, a character, a block comment, a line comment: whichever comes first.
_CPP_TOKEN = re.compile(
    r'R"(?P<tag>[^()\s\\]{0,16})\((?:.|\n)*?\)(?P=tag)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'"
    r"|/\*(?:.|\n)*?\*/"
    r"|//[^\n]*"
)


@dataclass(frozen=True)
class Fault:
    """One thing to mend: where, which check, and what is wrong in words."""

    path: str
    line: int
    check: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} [{self.check}]"


@dataclass
class Repository:
    """`files` maps a path (with `/`, from the top) to its text."""

    files: dict[str, str]
    _bare: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def read(top: Path) -> Repository:
        """Everything that is committed or would be: what git ignores is not ours to check."""
        listed = subprocess.run(
            ["git", "-C", str(top), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True, capture_output=True, text=True,
        ).stdout.split("\0")
        files = {}
        for name in filter(None, listed):
            path = top / name
            if not path.is_file():
                continue
            is_text = path.suffix in TEXT_SUFFIXES or path.name in TEXT_NAMES or ".ci" in path.parts
            files[name] = path.read_text(errors="replace") if is_text else ""
        return Repository(files)

    def select(self, *suffixes: str, under: str = "") -> list[tuple[str, str]]:
        return [(path, text) for path, text in self.files.items()
                if path.startswith(under) and path.endswith(suffixes)]

    def bare(self, path: str) -> str:
        """C++ text with the content of comments and strings blanked; lines stay where they are.
        The quotes of a string stay, so that `#include "..."` is read from the text itself."""
        if path not in self._bare:
            self._bare[path] = _CPP_TOKEN.sub(_blank, self.files[path])
        return self._bare[path]

    @functools.cached_property
    def folders(self) -> set[str]:
        return {str(parent) for path in self.files for parent in Path(path).parents}


def _blank(token: re.Match[str]) -> str:
    text = token.group(0)
    quote = text[0] if text[0] in "\"'" else '"' if text[0] == "R" else ""
    if quote:
        return quote + re.sub(r"[^\n]", " ", text[1:-1]) + quote
    return re.sub(r"[^\n]", " ", text)


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def is_test(path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    return (path.startswith("tests/") or "_test." in name or ".test." in name
            or name.startswith("test_") or path.startswith("web/e2e/") or "/testing/" in path)
