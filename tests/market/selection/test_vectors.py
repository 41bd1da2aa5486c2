"""The records of an independent implementation: reproduced to the byte, and every changed byte named."""

import json
from pathlib import Path

import pytest

from market.selection import Beacon, Entry, build_record, commit_hex, snapshot_hex, verify_record
from tongban.strict import load_json

VECTORS = Path(__file__).parent / "vectors"
NAMES = ["draw-5", "draw-200", "draw-no-beacon", "lowest-ties"]
SMALL = ["draw-5", "draw-no-beacon", "lowest-ties"]


@pytest.mark.parametrize("name", NAMES)
def test_the_engine_writes_the_same_file(name, vector):
    given = vector(name)
    built = build_record(
        need_id=given["need_id"],
        method=given["method"],
        params=given["params"],
        entries=[Entry(**item) for item in reversed(given["entries"])],
        secret=bytes.fromhex(given["secret"]),
        beacon=Beacon(**given["beacon"]) if given["beacon"] else None,
    )
    text = json.dumps(built, ensure_ascii=False, indent=1) + "\n"
    assert text == (VECTORS / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_parts_published_beforehand_are_the_same(name, vector):
    given = vector(name)
    entries = [Entry(**item) for item in given["entries"]]
    assert commit_hex(bytes.fromhex(given["secret"])) == given["commit"]
    assert snapshot_hex(given["need_id"], given["method"], given["params"], entries) == given["snapshot"]


@pytest.mark.parametrize("name", NAMES)
def test_the_record_holds_and_names_its_winner(name, vector):
    given = vector(name)
    verdict = verify_record(given)
    assert verdict.ok
    assert verdict.winner == given["ranking"][0]
    reserves = given["params"].get("reserves", len(given["ranking"]))
    assert list(verdict.reserves) == given["ranking"][1 : 1 + reserves]


@pytest.mark.parametrize("flip", [1, 2, 0x20])
@pytest.mark.parametrize("name", SMALL)
def test_any_changed_byte_is_named(name, flip, vector):
    """Only blanks, and what no digest covers, may change; the latter stands in the remarks."""
    original, data = vector(name), (VECTORS / f"{name}.json").read_bytes()
    remarks = verify_record(original).remarks
    passed = []
    for i in range(len(data)):
        changed = data[:i] + bytes([data[i] ^ flip]) + data[i + 1 :]
        try:
            record = load_json(changed)
        except ValueError:
            continue  # no JSON any more, or a key twice: the command says so
        verdict = verify_record(record)
        if record == original:
            assert verdict.ok
        elif verdict.ok:
            assert verdict.remarks != remarks
            passed.append(record)
        else:
            assert verdict.first_bad
            assert verdict.why.startswith(f"{verdict.first_bad}：")
    for record in passed:
        record["beacon"] |= {"source": original["beacon"]["source"], "at": original["beacon"]["at"]}
        assert record == original


HEX = "0123456789abcdef"


def other_digit(text: str) -> str:
    return HEX[(HEX.index(text[0]) + 1) % 16] + text[1:]


CHANGES = [
    ("format", lambda r: r.update(format="tongban-selection/2"), "format", "format"),
    ("need_id", lambda r: r.update(need_id=r["need_id"] + "x"), "snapshot", "snapshot"),
    ("method", lambda r: r.update(method="draft"), "method", "format"),
    ("params", lambda r: r["params"].update(minimum=2), "snapshot", "snapshot"),
    (
        "nonce",
        lambda r: r["entries"][1].update(nonce=other_digit(r["entries"][1]["nonce"])),
        "snapshot",
        None,
    ),
    ("label", lambda r: r["entries"][0].update(label="报价人9999"), "snapshot", "snapshot"),
    ("credit", lambda r: r["entries"][0].update(credit=99999), "snapshot", "snapshot"),
    ("received", lambda r: r["entries"][0].update(received="2026-03-05T01:01:00.000001Z"), "snapshot", None),
    ("excluded", lambda r: r["entries"][0].update(status="excluded", reason="recused"), "snapshot", None),
    ("removed", lambda r: r["entries"].pop(0), "snapshot", "snapshot"),
    ("secret", lambda r: r.update(secret=other_digit(r["secret"])), "commit", "commit"),
    ("commit", lambda r: r.update(commit=other_digit(r["commit"])), "commit", "commit"),
    ("snapshot", lambda r: r.update(snapshot=other_digit(r["snapshot"])), "snapshot", "snapshot"),
    ("seed", lambda r: r.update(seed=other_digit(r["seed"])), "seed", "seed"),
    ("ranking", lambda r: r["ranking"].reverse(), "ranking", "ranking"),
    ("ranking cut", lambda r: r["ranking"].pop(), "ranking", "ranking"),
    ("ranking emptied", lambda r: r["ranking"].clear(), "ranking", "ranking"),
    ("ranking grown", lambda r: r["ranking"].append("E99999"), "ranking", "ranking"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("change", "first_bad", "part"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES]
)
def test_the_part_that_differs_is_named(name, change, first_bad, part, vector):
    record = vector(name)
    change(record)
    verdict = verify_record(record)
    assert not verdict.ok
    assert verdict.first_bad == first_bad
    assert verdict.part == (part or first_bad)
    assert verdict.winner is None


@pytest.mark.parametrize("name", ["draw-5", "draw-200", "lowest-ties"])
def test_another_beacon_gives_another_seed(name, vector):
    record = vector(name)
    record["beacon"]["value"] += "0"
    assert verify_record(record).first_bad == "seed"
    record["beacon"] = None
    assert verify_record(record).first_bad == "seed"


def test_a_beacon_added_later_gives_another_seed(vector):
    record = vector("draw-no-beacon")
    record["beacon"] = {"value": "7", "source": "witness", "at": "2026-03-06T01:30:00.000000Z"}
    assert verify_record(record).first_bad == "seed"
