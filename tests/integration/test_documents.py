"""What the documents tell people to type and to write is taken by the program."""

from __future__ import annotations

import re
import shlex
import subprocess
import unittest
from pathlib import Path

from harness.campus import run
from harness.places import TOP
from harness.stage import Stage

DOCUMENTS = [TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted((TOP / "docs").glob("*.md"))]


def blocks(document: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", document.read_text(), re.M | re.S)


def typed() -> list[tuple[str, list[str]]]:
    """Every command line that runs something of ours, with the document that shows it."""
    found = []
    for document in DOCUMENTS:
        for block in blocks(document, "sh"):
            for line in re.split(r"[;\n]|&&", block):
                words = shlex.split(line)
                if words and words[0] in ("sensocampus", "./run", "./test"):
                    found.append((document.name, words))
    return found


def help_of(words: list[str]) -> str:
    if words[0] == "sensocampus":
        return run(*words[1:], "--help")
    return subprocess.run([words[0], "--help"], cwd=TOP, text=True, check=True,
                          stdout=subprocess.PIPE).stdout


class Documents(Stage):
    typical_seconds = 5

    def test_every_option_shown_exists(self) -> None:
        shown = typed()
        self.assertIn(("README.md", ["./run"]), shown)
        self.assertGreaterEqual(len(shown), 8)
        for document, words in shown:
            name = [word for word in words if not word.startswith("-")][:3]
            while True:
                try:
                    known = help_of(name)
                    break
                except AssertionError:  # its last word was an argument
                    name = name[:-1]
            for option in (word for word in words if word.startswith("--")):
                with self.subTest(document=document, command=" ".join(words)):
                    self.assertIn(option, re.findall(r"--[a-z-]+", known))

    def test_the_campus_shown_can_be_loaded(self) -> None:
        campus, failures = blocks(TOP / "docs/campus_file.md", "json")
        file = self.folder / "campus.json"
        file.write_text(campus)
        run("campus", "load", str(file), "--data", str(self.folder))
        script = self.folder / "failures.json"
        script.write_text(failures)
        said = run("simulate", "--campus", str(file), "--failures", str(script),
                   "--broker", "mqtt://127.0.0.1:1", "--duration", "1")
        self.assertIn("1 boards play", said)


if __name__ == "__main__":
    unittest.main()
