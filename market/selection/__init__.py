"""Selection: who wins, by pure functions over a frozen list, in a record that anyone can re-run.

No database, no request, no clock and no source of chance of its own: everything is passed in. The format of
the record, ``tongban-selection/1``, is described in ``docs/selection-record.md``.
"""

from market.selection.build import build_record, snapshot_hex
from market.selection.methods import METHODS, Method
from market.selection.outcome import Failed, Ranked, shortfall
from market.selection.randomness import commit_hex
from market.selection.record import Beacon, Entry, RecordError, entry_list, received_text
from market.selection.verify import Verdict, verify_record

__all__ = [
    "METHODS",
    "Beacon",
    "Entry",
    "Failed",
    "Method",
    "Ranked",
    "RecordError",
    "Verdict",
    "build_record",
    "commit_hex",
    "entry_list",
    "received_text",
    "shortfall",
    "snapshot_hex",
    "verify_record",
]
