"""Builds the program and the web pages, each only when something changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import IO

TOP = Path(__file__).resolve().parent.parent
PROGRAM = TOP / "build/release/bin/sensocampus"
PAGES = TOP / "web/dist"
_STAMPS = TOP / "build/stamps"
_WEB_IGNORES = {"node_modules", "dist", "test-results"}


class BuildError(Exception):
    """A step failed; its own output, already shown or logged, says why."""


def run(command: list[str], log: IO[str] | None = None, folder: Path = TOP) -> None:
    """Runs one step to its end. Without a log its output is the terminal's."""
    if log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
    done = subprocess.run(command, cwd=folder, stdout=log, check=False,
                          stderr=subprocess.STDOUT if log else None)
    if done.returncode != 0:
        raise BuildError(f"{' '.join(command[:4])} ended with {done.returncode}")


def run_quietly(what: str, command: list[str], log: IO[str] | None, folder: Path) -> None:
    """The same for a talkative step: without a log, its output is shown only when it fails."""
    if log:
        run(command, log, folder)
        return
    print(what, flush=True)
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise BuildError(f"{done.stdout}{' '.join(command[:4])} ended with {done.returncode}")


def build(preset: str, targets: list[str], log: IO[str] | None = None) -> None:
    """Configures once (the build itself notices later changes) and builds the targets, or all."""
    if not (TOP / "build" / preset / "build.ninja").exists():
        run(["cmake", "--preset", preset], log)
    command = ["cmake", "--build", "--preset", preset, "--parallel", str(os.cpu_count() or 2)]
    for target in targets:
        command += ["--target", target]
    # One file that does not compile must not hide the others.
    run([*command, "--", "-k", "0"], log)


def install_web_packages(log: IO[str] | None = None) -> None:
    lock = hashlib.sha256((TOP / "web/package-lock.json").read_bytes()).hexdigest()
    if _stamped("web-packages", lock) and (TOP / "web/node_modules").is_dir():
        return
    _forget("web-packages")
    # Not `npm ci`: npm 11 refuses a lock file without the packages of every other platform, and
    # registries that mirror only some platforms exist. The lock is followed and never written;
    # tools/tidy.py checks that it fits package.json.
    run_quietly("Installing the packages of the web pages",
                ["npm", "install", "--no-save", "--no-audit", "--no-fund"], log, TOP / "web")
    _stamp("web-packages", lock)


def build_pages(log: IO[str] | None = None) -> None:
    install_web_packages(log)
    sources = _hash_of_web()
    if _stamped("web-pages", sources) and (PAGES / "index.html").exists():
        return
    _forget("web-pages")
    shutil.rmtree(PAGES, ignore_errors=True)
    run_quietly("Building the web pages", ["npm", "run", "build"], log, TOP / "web")
    _stamp("web-pages", sources)


def _hash_of_web() -> str:
    """Names and contents of everything that the pages are made of."""
    seen = hashlib.sha256((TOP / "docs/api/openapi.yaml").read_bytes())
    for folder, folders, names in os.walk(TOP / "web"):
        folders[:] = sorted(set(folders) - _WEB_IGNORES)
        for name in sorted(names):
            path = Path(folder, name)
            # Generated from openapi.yaml, which is hashed already.
            if name != "schema.d.ts":
                seen.update(str(path.relative_to(TOP)).encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()


def _stamped(name: str, content: str) -> bool:
    path = _STAMPS / name
    return path.exists() and path.read_text() == content


def _stamp(name: str, content: str) -> None:
    _STAMPS.mkdir(parents=True, exist_ok=True)
    (_STAMPS / name).write_text(content)


def _forget(name: str) -> None:
    (_STAMPS / name).unlink(missing_ok=True)
