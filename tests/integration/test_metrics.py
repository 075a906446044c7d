"""The scrape is what metrics/names.h declares, and what Prometheus' own parser accepts."""

from __future__ import annotations

import re
import unittest

from harness.places import TOP
from harness.stage import Stage
from harness.waiting import wait_for

_DEFINITION = re.compile(
    r'Definition\s+\w+\{\s*"(?P<name>\w+)",\s*Kind::(?P<kind>\w+),\s*'
    r'(?P<help>(?:"[^"]*"\s*)+),\s*"(?P<label>\w*)"\}')
_SAMPLE = re.compile(r'^(\w+)(?:\{(\w+)="((?:[^"\\]|\\.)*)"\})? (\S+)$')


def declared() -> dict[str, re.Match[str]]:
    text = (TOP / "src/metrics/names.h").read_text()
    return {match["name"]: match for match in _DEFINITION.finditer(text)}


class Metrics(Stage):
    typical_seconds = 5

    def setUp(self) -> None:
        super().setUp()
        boards = self.broker()
        campus = self.campus(10)
        self.program = self.server(boards, campus).start()
        with boards.publisher() as publisher:
            publisher.publish([campus.boards[0].message(), ("a/b/device", "garbage")])
        wait_for(lambda: self.program.metric("sensocampus_status_refused_total") == 1, "refusal")
        self.scrape = self.program.client.request("GET", "/metrics").body.decode()

    def test_a_scrape_is_the_declared_list(self) -> None:
        known = declared()
        self.assertGreater(len(known), 15)
        kinds = dict(re.findall(r"^# TYPE (\w+) (\w+)$", self.scrape, re.MULTILINE))
        helps = dict(re.findall(r"^# HELP (\w+) (.+)$", self.scrape, re.MULTILINE))
        self.assertEqual(set(), set(kinds) - set(known), "scraped and not declared")
        # A metric with a label appears with its first value; one without is there from the start.
        missing = {name for name, it in known.items() if not it["label"]} - set(kinds)
        self.assertEqual(set(), missing, "declared and not scraped")
        for name, kind in kinds.items():
            self.assertEqual(known[name]["kind"], kind)
            self.assertEqual("".join(re.findall(r'"([^"]*)"', known[name]["help"])), helps[name])

    def test_every_sample_has_the_declared_label(self) -> None:
        known = declared()
        samples = [line for line in self.scrape.splitlines() if not line.startswith("#")]
        for line in samples:
            match = _SAMPLE.match(line)
            self.assertIsNotNone(match, line)
            assert match
            self.assertEqual(known[match[1]]["label"], match[2] or "", line)
            float(match[4])

    def test_the_broker_label_holds_no_password(self) -> None:
        self.assertNotIn("mqtt://", self.scrape)


if __name__ == "__main__":
    unittest.main()
