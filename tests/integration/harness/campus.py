"""A campus file and what its boards say."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.places import PROGRAM
from harness.publisher import status


@dataclass(frozen=True)
class Board:
    uuid: str
    name: str
    mac: str
    base_topic: str

    def message(self, **more: object) -> tuple[str, str]:
        return f"{self.base_topic}/device", status(self.mac, **more)


class Campus:
    """Made by `sensocampus campus generate`; `boards` are the devices with a MAC and a room."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document: dict[str, Any] = json.loads(path.read_text())
        prefixes = {site["code"]: site.get("topic_prefix", "") for site in self.document["sites"]}
        self.boards: list[Board] = []
        for device in self.document["devices"]:
            macs = [i["value"] for i in device.get("identifiers", []) if i["kind"] == "mac"]
            if macs and device.get("rooms"):
                levels = [prefixes[device["site"]], device["rooms"][0]]
                self.boards.append(Board(device["uuid"], device["name"], macs[0],
                                         "/".join(filter(None, levels))))

    @staticmethod
    def generate(folder: Path, devices: int, kind: str = "grid", seed: int = 1) -> Campus:
        path = folder / f"{kind}-{devices}.json"
        run("campus", "generate", "--kind", kind, "--devices", str(devices), "--seed", str(seed),
            "--output", str(path))
        return Campus(path)

    def set_interval(self, seconds: int) -> None:
        """Every board reports this often; the file is saved."""
        for kind in self.document["device_types"]:
            kind |= {"interval_s": seconds, "interval_min_s": 1, "interval_max_s": 21_600}
        self.save()

    def save(self) -> None:
        """After a change of `document`."""
        self.path.write_text(json.dumps(self.document, ensure_ascii=False))


def run(*arguments: str, given: str = "", code: int = 0) -> str:
    """A sub-command from beginning to end; what it wrote to both outputs."""
    done = subprocess.run([str(PROGRAM), *arguments], input=given, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    if done.returncode != code:
        raise AssertionError(f"sensocampus {' '.join(arguments)}: code {done.returncode}, "
                             f"expected {code}: {done.stdout}")
    return done.stdout
