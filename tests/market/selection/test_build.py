"""What is built holds: for any list, any order of rows, with and without a beacon."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from market.selection import (
    METHODS,
    Beacon,
    Entry,
    RecordError,
    build_record,
    received_text,
    snapshot_hex,
    verify_record,
)
from market.selection.draw import Draw
from market.selection.record import RECORD_KEYS

#: A busy machine is no failure.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Zs"]), min_size=1, max_size=8
)
hex32 = st.binary(min_size=32, max_size=32).map(bytes.hex)
moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)).map(  # noqa: DTZ001
    lambda naive: received_text(naive.replace(tzinfo=UTC))
)
CEILING = 5


@st.composite
def selections(draw):
    """Parameters and entries of either method, with ties, excluded entries and every size from nothing."""
    method = draw(st.sampled_from(sorted(METHODS)))
    priced = method == "lowest_price"
    ids = draw(st.lists(st.from_regex(r"[!-~]{1,6}", fullmatch=True), unique=True, max_size=12))
    labels = draw(st.lists(words, unique=True, min_size=len(ids), max_size=len(ids)))
    entries = []
    for entry_id, label in zip(ids, labels, strict=True):
        valid = draw(st.booleans())
        amounts = st.integers(1, CEILING) if valid else st.none() | st.integers(-10, 10)
        entries.append(
            Entry(
                id=entry_id,
                label=label,
                nonce=draw(hex32),
                status="valid" if valid else "excluded",
                reason=None if valid else draw(st.sampled_from(["recused", "related_party"])),
                value=draw(amounts) if priced else None,
                credit=draw(st.integers(-2, 2)),
                received=draw(st.sampled_from(["2026-03-06T01:00:00.000000Z"]) | moments),
            )
        )
    params = {"minimum": draw(st.integers(1, 4))}
    if draw(st.booleans()):
        params["reserves"] = draw(st.integers(0, 3))
    if priced:
        chain = draw(st.lists(st.sampled_from(["credit", "received"]), unique=True))
        params |= {"ceiling": CEILING, "tie_chain": [*chain, "draw"]}
    beacon = draw(st.none() | st.builds(Beacon, words, st.sampled_from(["witness", "notary"]), moments))
    return {
        "need_id": draw(words),
        "method": method,
        "params": params,
        "entries": entries,
        "secret": draw(st.binary(min_size=32, max_size=32)),
        "beacon": beacon,
    }


@calm
@given(selections())
def test_a_built_record_holds(parts):
    record = build_record(**parts)
    verdict = verify_record(record)
    valid = sorted(entry.id for entry in parts["entries"] if entry.status == "valid")
    assert verdict.ok
    if len(valid) < parts["params"]["minimum"]:
        assert record["ranking"] == []
        assert verdict.failed is not None
        assert verdict.winner is None
    else:
        assert sorted(record["ranking"]) == valid
        assert verdict.failed is None
        assert verdict.winner == record["ranking"][0]
        assert list(verdict.reserves) == record["ranking"][1:][: parts["params"].get("reserves")]
    assert record["snapshot"] == snapshot_hex(
        parts["need_id"], parts["method"], parts["params"], parts["entries"]
    )


@calm
@given(selections(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(parts, random):
    mixed = list(parts["entries"])
    random.shuffle(mixed)
    assert build_record(**parts | {"entries": mixed}) == build_record(**parts)


@pytest.fixture
def parts(entry):
    return {
        "need_id": "N-1",
        "method": "draw",
        "params": {"minimum": 2},
        "entries": [entry("B"), entry("A")],
        "secret": bytes(32),
    }


def test_the_keys_stand_in_the_order_of_the_format(parts):
    assert tuple(build_record(**parts)) == RECORD_KEYS


def test_what_was_passed_in_is_left_alone(parts):
    ids = [row.id for row in parts["entries"]]
    record = build_record(**parts)
    record["params"]["minimum"] = 9
    assert parts["params"] == {"minimum": 2}
    assert [row.id for row in parts["entries"]] == ids


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"need_id": ""}, "need_id"),
        ({"need_id": "\ud800"}, "need_id"),
        ({"method": "rounds_auction"}, "method"),
        ({"params": {"minimum": 1.5}}, "params.minimum"),
        ({"beacon": Beacon("", "witness", "2026-03-06T01:30:00.000000Z")}, "beacon.value"),
        ({"beacon": Beacon("7", "witness", "soon")}, "beacon.at"),
    ],
)
def test_what_the_format_refuses_is_not_built(wrong, path, parts):
    with pytest.raises(RecordError) as caught:
        build_record(**parts | wrong)
    assert caught.value.path == path


def test_an_entry_the_format_refuses_is_named(parts, entry):
    with pytest.raises(RecordError) as caught:
        build_record(**parts | {"entries": [entry("A"), entry("B", credit=0.5)]})
    assert caught.value.path == "entries[1].credit"


def test_two_entries_of_one_id_are_refused(parts, entry):
    with pytest.raises(RecordError) as caught:
        build_record(**parts | {"entries": [entry("A"), entry("A", label="另一家")]})
    assert caught.value.path == "entries[1].id"


@pytest.mark.parametrize("length", [0, 16, 33])
def test_a_secret_of_another_length_is_refused(length, parts):
    with pytest.raises(ValueError, match="32 bytes"):
        build_record(**parts | {"secret": bytes(length)})


class FirstCome(Draw):
    """A method that another package could add."""

    name = "first_come"
    title = "先到先得"

    def rank(self, entries, params, stream):
        return [row.id for row in sorted(entries, key=lambda row: row.received)]


def test_methods_can_be_added_from_outside(parts, entry):
    methods = {"first_come": FirstCome()}
    rows = [entry("A", received="2026-03-06T02:00:00.000000Z"), entry("B")]
    record = build_record(**parts | {"method": "first_come", "entries": rows, "methods": methods})
    assert verify_record(record, methods).winner == "B"
    assert verify_record(record).first_bad == "method"


def test_an_instant_is_written_in_utc_with_microseconds():
    shanghai = timezone(timedelta(hours=8))
    assert received_text(datetime(2026, 3, 6, 9, 0, tzinfo=shanghai)) == "2026-03-06T01:00:00.000000Z"
    moment = datetime(2026, 3, 6, 1, 2, 3, 45, tzinfo=UTC)
    assert received_text(moment) == "2026-03-06T01:02:03.000045Z"


def test_an_instant_is_written_the_same_on_machines_of_every_place(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert received_text(datetime(2026, 3, 6, 1, 0, tzinfo=UTC)) == "2026-03-06T01:00:00.000000Z"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_an_instant_without_offset_is_refused():
    with pytest.raises(ValueError, match=r"^an instant needs an offset$"):
        received_text(datetime(2026, 3, 6))  # noqa: DTZ001
