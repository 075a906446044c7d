"""Status messages received, applied and committed in a second, beside a bare subscriber."""

from __future__ import annotations

import contextlib
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench_stage import TOP, BenchStage
from harness.broker import Broker
from harness.registry import reader
from harness.waiting import TooLate, wait_for

BARE = TOP / "build/release/bin/bare_subscriber"


@dataclass(frozen=True)
class Ingest:
    messages: int
    bare: list[float]     # messages a second, one figure a repetition
    server: list[float]
    lost: int

    @property
    def ratio(self) -> float:
        """Of neighbours in time: what disturbs the machine disturbs both."""
        return median(ours / limit for ours, limit in zip(self.server, self.bare))


def measure(folder: Path, devices: int, repetitions: int) -> Ingest:
    bare: list[float] = []
    server: list[float] = []
    lost = 0
    with BenchStage(folder / "server", devices) as stage:
        stage.server.start()
        other = Broker(folder / "bare").start()
        try:
            for burst in range(repetitions + 1):
                messages = stage.messages(burst=burst)
                bare.append(bare_once(other, messages))
                server.append(server_once(stage, messages))
                lost += len(messages) - stored_of(stage, burst, len(messages))
        finally:
            other.kill()
    # The first of each does not count: caches, first pages.
    return Ingest(len(messages), bare[1:], server[1:], lost)


def stored_of(stage: BenchStage, burst: int, expected: int) -> int:
    """The boards whose stored status is of this burst. The counter of applied ones would not do:
    a message that the broker sends twice counts twice there, and hides one that is lost."""
    stored = reader(stage.server, None)
    sql = f"SELECT COUNT(*) FROM last_status WHERE payload LIKE '%\"burst\":{burst}}}'"
    with contextlib.suppress(TooLate):
        wait_for(lambda: int(stored(sql)) == expected, "last status", 10)
    return int(stored(sql))


def bare_once(broker: Broker, messages: list[tuple[str, str]]) -> float:
    child = subprocess.Popen([str(BARE), "127.0.0.1", str(broker.port), "#", str(len(messages))],
                             stdout=subprocess.PIPE, text=True)
    assert child.stdout and child.stdout.readline() == "subscribed\n"
    began = publish(broker, messages)
    if child.wait(120) != 0:
        raise AssertionError("the bare subscriber missed messages")
    return len(messages) / (time.monotonic() - began)


def server_once(stage: BenchStage, messages: list[tuple[str, str]]) -> float:
    server = stage.server
    before = server.metric("sensocampus_status_applied_total")
    began = publish(stage.broker, messages)
    wait_for(lambda: server.metric("sensocampus_status_applied_total") >= before + len(messages),
             "last commit", 120)
    return len(messages) / (time.monotonic() - began)


def publish(broker: Broker, messages: list[tuple[str, str]]) -> float:
    """All at once, as after a power cut; returns when it began."""
    with broker.publisher() as boards:
        began = time.monotonic()
        boards.publish(messages)
        return began
