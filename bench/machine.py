"""What the figures were measured on."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent


def description() -> list[tuple[str, str]]:
    cpu = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
    system = re.search(r'PRETTY_NAME="(.+)"', Path("/etc/os-release").read_text())
    return [
        ("processor", f"{cpu[1] if cpu else os.uname().machine}, {os.cpu_count()} cores"),
        ("memory", f"{int(memory[1]) / 2**20:.0f} GiB" if memory else "?"),
        ("system", f"{system[1] if system else '?'}, Linux {os.uname().release.split('-')[0]}"),
        ("broker", said("/usr/sbin/mosquitto", "-h").splitlines()[0]),
        ("compiler", said("g++", "--version").splitlines()[0]),
        ("commit", said("git", "-C", str(TOP), "describe", "--always", "--dirty")),
    ]


def said(*command: str) -> str:
    done = subprocess.run(command, text=True, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    return done.stdout.strip() or "?"
