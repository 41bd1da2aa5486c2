"""Selections made up at random: the service's engine, the command and the page come to the same."""

import hashlib
import json
import random
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page

from market.selection import Beacon, Entry, build_record, received_text
from market.selection.cli import draw_group, selection_group
from market.selection.randomness import Stream
from tests.support.verify import ask
from tongban.clock import TZ

START = datetime(2026, 3, 2, 9, 0, tzinfo=TZ)
STEPS = ("credit", "received")


def made_up(chance: random.Random, method: str) -> dict[str, Any]:
    """A record of the engine: some excluded, many ties, with a beacon or without, sometimes failed."""
    count = chance.choice([0, 1, 2, 3, 5, 9, 40])
    params: dict[str, Any] = {"minimum": chance.randint(1, 4)}
    if chance.random() < 0.7:
        params["reserves"] = chance.randint(0, 4)
    if method == "lowest_price":
        params |= {
            "ceiling": 500_000,
            "tie_chain": [*chance.sample(STEPS, chance.randint(0, 2)), "draw"],
        }
    beacon = (
        Beacon("第 2026057 期 03 11 17", "notice", received_text(START)) if chance.random() < 0.7 else None
    )
    return build_record(
        need_id=f"XQ-{chance.randrange(10**6)}",
        method=method,
        params=params,
        entries=[entry(chance, i, method) for i in range(count)],
        secret=chance.randbytes(32),
        beacon=beacon,
    )


def entry(chance: random.Random, place: int, method: str) -> Entry:
    excluded = chance.random() < 0.2
    return Entry(
        id=f"E{place:05d}",
        label=f"报价人{place + 1}",
        nonce=hashlib.sha256(chance.randbytes(8)).hexdigest(),
        status="excluded" if excluded else "valid",
        reason="recused" if excluded else None,
        value=chance.randint(1, 4) * 100_000 if method == "lowest_price" else None,
        credit=chance.choice([90, 100]),
        received=received_text(START.replace(minute=chance.randint(0, 2))),
    )


def commands_say(method: str, path: Path) -> dict[str, Any]:
    group = draw_group if method == "draw" else selection_group
    answer: dict[str, Any] = json.loads(CliRunner().invoke(group, ["verify", str(path), "--json"]).stdout)
    return answer


def all_three_agree(lab: Page, folder: Path, count: int) -> None:
    chance = random.Random(count)
    methods = [chance.choice(["draw", "lowest_price"]) for _ in range(count)]
    records = [made_up(chance, method) for method in methods]
    texts = [json.dumps(record, ensure_ascii=False) for record in records]
    told = ask(lab, texts)
    path = folder / "record.json"
    for method, record, text, page in zip(methods, records, texts, told, strict=True):
        path.write_text(text, encoding="utf-8")
        command = commands_say(method, path)
        assert page["ok"]
        assert command["ok"]
        assert page["winner"] == command["winner"] == (record["ranking"] or [None])[0]
        for key in ("why", "reserves", "failed", "commit", "remarks"):
            assert page[key] == command[key]
    assert {page["failed"] for page in told} >= {None, "below_minimum"}


def test_a_few_selections(lab: Page, tmp_path: Path) -> None:
    all_three_agree(lab, tmp_path, 60)


@pytest.mark.soak
def test_a_thousand_selections(lab: Page, tmp_path: Path) -> None:
    all_three_agree(lab, tmp_path, 1_000)


_NUMBERS = """([seed, limits]) => {
  const stream = new tongban.Stream(tongban.bytes.unhex(seed));
  return limits.map((n) => stream.below(n));
}"""


def test_numbers_below_any_limit_are_those_of_the_engine(lab: Page) -> None:
    seed = hashlib.sha256(b"limits").digest()
    limits = [1, 2, 3, 5, 7, 10, 255, 256, 257, 1000, 65_535, 65_537, 10**6 + 3, 2**31 - 1, 2**31 + 11, 2**32]
    stream = Stream(seed)
    assert lab.evaluate(_NUMBERS, [seed.hex(), limits * 20]) == [stream.below(n) for n in limits * 20]


#: Numbers below n from blocks that are given.
_FIXED = """([n, blocks]) => {
  const stream = new tongban.Stream(new Uint8Array(32));
  stream.block = () => tongban.bytes.unhex(blocks.shift());
  return stream.below(n);
}"""


@pytest.mark.parametrize("n", [2, 3, 10, 200, 65_537, 2**31 + 11, 2**32 - 1, 2**32])
def test_blocks_from_the_last_multiple_on_are_refused(n: int, lab: Page) -> None:
    last = 2**64 // n * n

    def below(*blocks: int) -> int:
        number: int = lab.evaluate(_FIXED, [n, [f"{block:016x}" for block in blocks]])
        return number

    assert below(last - 1, 1) == n - 1
    assert below(0, 1) == 0
    if last < 2**64:
        assert below(last, 1) == 1
        assert below(2**64 - 1, last, 1) == 1
    else:
        assert below(2**64 - 1) == n - 1


def test_a_block_is_shown_as_the_number_it_is(lab: Page) -> None:
    blocks = [0, 1, 10, 255, 2**32, 2**53 + 1, 5887281770535918171, 2**64 - 1]
    script = "(blocks) => blocks.map((hex) => tongban.decimal(tongban.bytes.unhex(hex)))"
    assert lab.evaluate(script, [f"{block:016x}" for block in blocks]) == [str(block) for block in blocks]
