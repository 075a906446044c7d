"""Memory by number of devices, and how long a start takes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pages
from bench_stage import BenchStage
from harness.server import Server
from harness.waiting import wait_for


@dataclass(frozen=True)
class Footprint:
    devices: int
    resident_bytes: int
    start_seconds: float  # from exec to the first right list of devices
    pages: pages.Pages | None


def measure(folder: Path, devices: int, repetitions: int, requests: int) -> Footprint:
    with BenchStage(folder, devices) as stage:
        server = stage.server.start()
        if stage.campus:
            with stage.broker.publisher() as boards:
                boards.publish(stage.messages())
            wait_for(lambda: server.client.counts()["online"] == devices, "all online", 120)
        taken = pages.measure(server, requests) if requests else None
        resident = server.resident_bytes()
        return Footprint(devices, resident, start_time(server, devices, repetitions), taken)


def start_time(server: Server, devices: int, repetitions: int) -> float:
    taken = []
    for _ in range(repetitions):
        server.terminate()
        began = time.monotonic()
        server.launch()
        wait_for(lambda: server.client.get("/api/v1/devices", limit=1)["total"] == devices,
                 "first list", 60)
        taken.append(time.monotonic() - began)
    return median(taken)
