"""Folders are layers: a file includes lower ones only (CONTRIBUTING.md, Layers)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.repository import Fault, Repository, is_test, line_of

LEVELS = {
    "core": 0,
    "metrics": 1, "domain": 1,
    "access": 2, "people": 2, "wire": 2, "fleet": 2, "alerts": 2, "store": 2,
    "vault": 2,
    "service": 3,
    "http": 4, "mqtt": 4, "simulate": 4,
    "app": 5,
}
# The plugin lives in the broker: it shares values and decisions, nothing that does I/O.
PLUGIN_MAY_INCLUDE = {"plugin", "access", "domain", "core"}

OURS = {*LEVELS, "plugin", "support"}

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.MULTILINE)
_ANGLE_INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*<(\w+)/[^>]+>", re.MULTILINE)
_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]""")
_WEB_LEVELS = {"lib": 0, "styles": 0, "locales": 0, "components": 1, "features": 2, "app": 3}


def included_layers(repository: Repository) -> Iterator[Fault]:
    for path, text in repository.select(".h", ".cpp", under="src/"):
        folder = path.split("/")[1]
        if "/" in path[4:] and folder not in LEVELS:
            yield Fault(path, 1, "layers", f"folder {folder} is not in the table of layers")
            continue
        for match in _INCLUDE.finditer(text):
            reason = _refuse(path, folder, match.group(1))
            if reason:
                yield Fault(path, line_of(text, match.start()), "layers", reason)
        # Brackets find our folders too, and are for what is not ours.
        for match in _ANGLE_INCLUDE.finditer(text):
            if match.group(1) in OURS:
                yield Fault(path, line_of(text, match.start()), "layers",
                            f"<{match.group(1)}/...>: our own files are included in quotes")


def _refuse(path: str, folder: str, target: str) -> str:
    there = target.split("/")[0]
    if there == "support":
        return "" if is_test(path) else "only tests include tests/support"
    if "/" not in target or there not in LEVELS:
        return f'"{target}": includes are written from src, as "folder/file.h"'
    if there == folder:
        return ""
    if LEVELS[there] == LEVELS[folder]:
        return f"{folder} includes {there}: sideways, both are of level {LEVELS[folder]}"
    if LEVELS[there] > LEVELS[folder]:
        return f"{folder} ({LEVELS[folder]}) includes {there} ({LEVELS[there]}): upward"
    return ""


def plugin_layers(repository: Repository) -> Iterator[Fault]:
    for path, text in repository.select(".h", ".cpp", under="plugin/"):
        for match in _INCLUDE.finditer(text):
            there = match.group(1).split("/")[0]
            if there == "support" and is_test(path):
                continue
            if "/" in match.group(1) and there not in PLUGIN_MAY_INCLUDE:
                yield Fault(path, line_of(text, match.start()), "layers",
                            f"the plugin includes {there}; it may use "
                            f"{', '.join(sorted(PLUGIN_MAY_INCLUDE - {'plugin'}))}")


def web_layers(repository: Repository) -> Iterator[Fault]:
    for path, text in repository.select(".ts", ".tsx", under="web/src/"):
        here = path.split("/")[2:]
        if is_test(path) or here[0] not in _WEB_LEVELS:
            continue
        for match in _IMPORT.finditer(text):
            there = _web_target(here, match.group(1))
            reason = _refuse_web(here, there) if there else ""
            if reason:
                yield Fault(path, line_of(text, match.start()), "layers", reason)


def _web_target(here: list[str], target: str) -> list[str]:
    """The imported file as parts from web/src; empty for packages."""
    if target.startswith("@/"):
        return target[2:].split("/")
    if not target.startswith("."):
        return []
    parts = here[:-1]
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts = [*parts, part]
    return parts


def _refuse_web(here: list[str], there: list[str]) -> str:
    if there[0] not in _WEB_LEVELS:
        return ""
    if _WEB_LEVELS[there[0]] > _WEB_LEVELS[here[0]]:
        return f"{here[0]} imports {there[0]}: upward"
    if here[0] == there[0] == "features" and here[1] != there[1]:
        return f"feature {here[1]} imports feature {there[1]}"
    return ""
