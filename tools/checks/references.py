"""Things that must name each other: headers and includers, sources and CMake, links, metrics."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator

from checks.repository import Fault, Repository, is_test, line_of

_INCLUDE = re.compile(r'#[ \t]*include[ \t]*"([^"]+)"')
_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_METRIC = re.compile(r"inline\s+constexpr\s+Definition\s+(\w+)\s*\{")
ADR_INDEX = "docs/adr/README.md"


def pragma_once(repository: Repository) -> Iterator[Fault]:
    for path, text in repository.select(".h"):
        if not text.startswith("#pragma once\n"):
            yield Fault(path, 1, "pragma-once", "a header begins with #pragma once")


def dead_headers(repository: Repository) -> Iterator[Fault]:
    included = {match.group(1) for path, text in repository.select(".h", ".cpp")
                for match in _INCLUDE.finditer(text)}
    for path, _ in repository.select(".h"):
        names = {path, path.split("/", 1)[-1], path.rsplit("/", 1)[-1]}
        if not names & included:
            yield Fault(path, 1, "dead-header", "nobody includes this header")


def listed_sources(repository: Repository) -> Iterator[Fault]:
    for path, _ in repository.select(".cpp"):
        folder, found = posixpath.dirname(path), False
        while not found:
            listing = repository.files.get(posixpath.join(folder, "CMakeLists.txt"), "")
            name = posixpath.relpath(path, folder or ".")
            found = re.search(rf"(?<![\w./]){re.escape(name)}(?![\w.])", listing) is not None
            # A helper may add the suffix itself: soc_fuzz(status_json).
            stem = name.removesuffix(".cpp").rsplit("/", 1)[-1]
            found = found or re.search(rf"\(\s*{re.escape(stem)}[\s)]", listing) is not None
            if not folder:
                break
            folder = posixpath.dirname(folder)
        if not found:
            yield Fault(path, 1, "unlisted-source", "no CMakeLists.txt names this source")


def markdown_links(repository: Repository) -> Iterator[Fault]:
    anchors = {path: _anchors(text) for path, text in repository.select(".md")}
    for path, text in repository.select(".md"):
        prose = _FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)
        for match in _LINK.finditer(prose):
            target, _, anchor = match.group(1).partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            there = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            there = path if not target else there
            line = line_of(prose, match.start())
            if there not in repository.files and there not in repository.folders:
                yield Fault(path, line, "link", f"{match.group(1)}: no such file")
            elif anchor and there in anchors and anchor not in anchors[there]:
                yield Fault(path, line, "link", f"{match.group(1)}: no such heading")


def _anchors(text: str) -> set[str]:
    """Headings as the usual renderers name them."""
    prose = _FENCE.sub("", text)
    return {re.sub(r"[^\w\- ]", "", match.group(1).lower()).replace(" ", "-")
            for match in _HEADING.finditer(prose)}


def metrics_used(repository: Repository) -> Iterator[Fault]:
    path = "src/metrics/names.h"
    text = repository.files.get(path, "")
    listed = text.partition("std::array all{")[2]
    users = [other for name, other in repository.select(".h", ".cpp", under="src/")
             if name != path and not is_test(name)]
    for match in _METRIC.finditer(text):
        name, line = match.group(1), line_of(text, match.start())
        if not re.search(rf"\b{name}\b", listed):
            yield Fault(path, line, "metrics", f"{name} is not in the list `all`")
        if not any(re.search(rf"\bmetrics::{name}\b", other) for other in users):
            yield Fault(path, line, "metrics", f"{name} is declared and never counted")


def adr_index(repository: Repository) -> Iterator[Fault]:
    index = repository.files.get(ADR_INDEX, "")
    for path, _ in repository.select(".md", under="docs/adr/"):
        if path != ADR_INDEX and f"({posixpath.basename(path)})" not in index:
            yield Fault(path, 1, "adr-index", f"{ADR_INDEX} does not link it")


def npm_lock(repository: Repository) -> Iterator[Fault]:
    """A lock file that no longer fits its package.json lets others install something else."""
    for path, text in repository.select("/package-lock.json"):
        manifest = json.loads(repository.files[posixpath.dirname(path) + "/package.json"])
        locked = json.loads(text)["packages"][""]
        for group in ("dependencies", "devDependencies"):
            if manifest.get(group, {}) != locked.get(group, {}):
                yield Fault(path, 1, "npm-lock", f"{group} differ from package.json: npm install")
