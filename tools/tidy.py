#!/usr/bin/env python3
"""Checks what a compiler does not: layers, sizes, banned words, and names that must meet.

    tools/tidy.py [--top FOLDER]    lists every fault as file:line, exit code 1 if there is one
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from checks import layers, references, sizes, words
from checks.repository import Fault, Repository

CHECKS = (
    layers.included_layers,
    layers.plugin_layers,
    layers.web_layers,
    sizes.file_lines,
    sizes.columns,
    sizes.cpp_function_sizes,
    sizes.python_function_sizes,
    sizes.shell_function_sizes,
    words.banned_words,
    references.pragma_once,
    references.dead_headers,
    references.listed_sources,
    references.markdown_links,
    references.metrics_used,
    references.adr_index,
    references.npm_lock,
)


def faults_of(repository: Repository) -> list[Fault]:
    found = {fault for check in CHECKS for fault in check(repository)}
    return sorted(found, key=lambda fault: (fault.path, fault.line, fault.check))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--top", type=Path, default=Path(__file__).resolve().parent.parent)
    repository = Repository.read(parser.parse_args().top)
    faults = faults_of(repository)
    for fault in faults:
        print(fault)
    print(f"tidy: {len(repository.files)} files, {len(CHECKS)} checks, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
