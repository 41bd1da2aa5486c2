"""The page that describes the format: its worked records hold, and its tables name every key."""

import json
import re
from pathlib import Path

import pytest

from market.selection import METHODS, verify_record
from market.selection.parse import BEACON_KEYS, ENTRY_KEYS
from market.selection.randomness import Stream
from market.selection.record import RECORD_KEYS

PAGE = (Path(__file__).parents[3] / "docs" / "selection-record.md").read_text(encoding="utf-8")
RECORDS = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def test_there_is_one_worked_record_for_each_method():
    assert sorted(record["method"] for record in RECORDS) == sorted(METHODS)


@pytest.mark.parametrize("record", RECORDS, ids=[record["method"] for record in RECORDS])
def test_a_worked_record_holds(record):
    verdict = verify_record(record)
    assert verdict.ok, verdict.why


@pytest.mark.parametrize("record", RECORDS, ids=[record["method"] for record in RECORDS])
def test_the_blocks_of_a_worked_record_stand_in_the_text(record):
    stream = Stream(bytes.fromhex(record["seed"]))
    used = {"lowest_price": 1, "draw": 3}[record["method"]]
    assert all(str(stream.block()) in PAGE for _ in range(used))


@pytest.mark.parametrize("key", [*RECORD_KEYS, *ENTRY_KEYS])
def test_every_key_has_its_row(key):
    assert f"| `{key}` |" in PAGE


@pytest.mark.parametrize("key", BEACON_KEYS)
def test_every_key_of_a_beacon_is_named(key):
    assert f"`{key}`" in PAGE


@pytest.mark.parametrize("name", sorted({n for m in METHODS.values() for n in m.param_names} | {"minimum"}))
def test_every_parameter_has_its_row(name):
    assert f"| `{name}` |" in PAGE
