"""The body of bench/run: every measurement of R51, one table."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

TOP = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP / "tools"), str(TOP / "tests/integration")]

import building
import footprint
import ingest
import machine

DEVICES = (0, 10_000, 100_000)
OUTPUT = TOP / "docs/benchmarks.md"

HEAD = """# Benchmarks

Written by `bench/run`. The limit and the program are measured in turns, on the same machine at
the same time, at the same quality of service (R51); rates are medians, the ratio is the median of
neighbouring pairs. Publisher, broker and server share the cores.

"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--requests", type=int, default=4_000)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    building.build("release", ["sensocampus", "bare_subscriber"])
    with tempfile.TemporaryDirectory(prefix="soc-bench-") as name:
        folder = Path(name)
        print("ingest ...", flush=True)
        rates = ingest.measure(folder / "ingest", DEVICES[-1], options.repetitions)
        sizes = []
        for devices in DEVICES:
            print(f"{devices} devices ...", flush=True)
            requests = options.requests if devices == DEVICES[-1] else 0
            sizes.append(footprint.measure(folder / str(devices), devices, options.repetitions,
                                           requests))
    text = HEAD + table(("what", "measured", "goal"), rows(rates, sizes))
    text += "\n" + table(("machine", ""), machine.description())
    options.output.write_text(text)
    print(text)
    return 0


def rows(rates: ingest.Ingest, sizes: list[footprint.Footprint]) -> Iterator[tuple[str, str, str]]:
    yield ("status messages received by a bare libmosquitto subscriber, QoS 1",
           f"{median(rates.bare):,.0f} /s", "the limit")
    yield ("status messages received, applied and committed (SQLite), QoS 1",
           f"{median(rates.server):,.0f} /s", "")
    yield "of the limit", f"{rates.ratio:.2f}", "0.6"
    yield (f"lost, of {len(rates.server) + 1} bursts of {rates.messages:,}", f"{rates.lost}", "0")
    none, _, most = sizes
    assert most.pages
    yield (f"page of 100 rows, random offset, filter and sort, {most.devices:,} devices: median",
           f"{most.pages.median_ms:.2f} ms", "")
    yield ("the same, 99th percentile", f"{most.pages.p99_ms:.2f} ms", "2 ms")
    yield ("of that, the way there and back (`/health/live`, median)",
           f"{most.pages.health_median_ms:.2f} ms", "")
    for size in sizes:
        goal = "64 MB" if size.devices == 10_000 else ""
        yield (f"resident memory, {size.devices:,} devices",
               f"{size.resident_bytes / 1e6:.0f} MB", goal)
    per_device = (most.resident_bytes - none.resident_bytes) / most.devices
    yield "memory a device", f"{per_device / 1e3:.2f} kB", "1.5 kB"
    for size in sizes:
        goal = "1 s" if size is most else ""
        yield (f"start to the first right list, {size.devices:,} devices",
               f"{size.start_seconds:.2f} s", goal)


def table(head: tuple[str, ...], body: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in body]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
