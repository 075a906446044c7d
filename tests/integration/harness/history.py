"""What the presence history of a fleet must be, whatever happened meanwhile."""

from __future__ import annotations

import unittest
from collections.abc import Callable

from harness.http_client import HttpClient
from harness.waiting import wait_for

_OPEN = "SELECT device_id || ' ' || presence FROM presence_interval WHERE until_us IS NULL"
_BACKWARDS = "SELECT count(*) FROM presence_interval WHERE until_us <= since_us"
# An interval that ended and where none of the same device goes on.
_GAPS = """
    SELECT count(*) FROM presence_interval AS past
    WHERE past.until_us IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM presence_interval AS next
        WHERE next.device_id = past.device_id AND next.since_us = past.until_us)
"""
# One that goes on where none ended: all but the first of a device.
_BEGINNINGS = """
    SELECT count(*) FROM presence_interval AS next
    WHERE NOT EXISTS (
        SELECT 1 FROM presence_interval AS past
        WHERE past.device_id = next.device_id AND past.until_us = next.since_us)
"""


def check_history(test: unittest.TestCase, stored: Callable[[str], str],
                  client: HttpClient) -> None:
    """Each device that was ever heard has one history without a gap or an overlap, which ends in
    the state that the server shows. For a fleet at rest."""
    shown = {f"{device['id']} {device['presence']}" for device in client.devices()
             if device["last_seen_at"]}
    wait_for(lambda: set(stored(_OPEN).splitlines()) == shown, "stored presence as shown")
    test.assertEqual(len(shown), len(stored(_OPEN).splitlines()), "one open interval a device")
    test.assertEqual("0", stored(_BACKWARDS))
    test.assertEqual("0", stored(_GAPS))
    test.assertEqual(str(len(shown)), stored(_BEGINNINGS))
