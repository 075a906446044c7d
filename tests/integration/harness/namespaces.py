"""Tests that mount or firewall something do it in namespaces of their own: nothing of it is ever
seen outside, and it ends with them. Root is not needed where users may make namespaces."""

from __future__ import annotations

import os
import subprocess
import unittest
from pathlib import Path

MARK = "SOC_IN_NAMESPACES"


class NeedsNamespaces:
    """Marks a test class; run.py starts it by `enter`."""

    needs_namespaces = True


def enter(command: list[str]) -> list[str]:
    """`command`, in new mount and network namespaces whose loopback works."""
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *user, "--mount", "--net", "sh", "-c",
            f'ip link set lo up && {MARK}=1 exec "$@"', "sh", *command]


def mount_tmpfs(test: unittest.TestCase, folder: Path, size: str) -> None:
    _require_namespaces()
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    test.addCleanup(_run, "umount", "--lazy", str(folder))


class Firewall:
    """Drops every packet from and to an address, without a word to either side."""

    def __init__(self, address: str) -> None:
        _require_namespaces()
        self._rules = [("INPUT", "-d", address), ("INPUT", "-s", address)]

    def close(self) -> None:
        for chain, *match in self._rules:
            _run("iptables", "-w", "-A", chain, *match, "-j", "DROP")

    def open(self) -> None:
        for chain, *match in self._rules:
            _run("iptables", "-w", "-D", chain, *match, "-j", "DROP")


def _require_namespaces() -> None:
    if MARK not in os.environ:
        raise RuntimeError("start this test by tests/integration/run.py")


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: {done.stderr}")
