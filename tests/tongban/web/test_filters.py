"""How instants, dates and amounts are written."""

from datetime import UTC, date, datetime

import pytest

from tongban.web import filters

MOMENT = datetime(2026, 11, 24, 9, 30, 5, tzinfo=UTC)


def test_an_instant_is_written_in_chinese_time() -> None:
    assert filters.datetime_text(MOMENT) == "2026年11月24日 17:30"
    assert filters.datetime_text(MOMENT, seconds=True) == "2026年11月24日 17:30:05"
    assert filters.time_text(MOMENT) == "17:30:05"


def test_an_evening_in_utc_is_the_next_day_in_china() -> None:
    assert filters.date_text(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == "2027年1月1日"


def test_a_date_is_written_without_leading_zeros() -> None:
    assert filters.date_text(date(2026, 3, 2)) == "2026年3月2日"


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        filters.datetime_text(datetime(2026, 1, 1, 9, 0))  # noqa: DTZ001


def test_nothing_is_written_for_nothing() -> None:
    for write in (
        filters.datetime_text,
        filters.date_text,
        filters.yuan,
        filters.wan,
        filters.daxie,
        filters.percent,
    ):
        assert write(None) == ""


def test_the_machine_reads_the_offset() -> None:
    assert filters.iso(MOMENT) == "2026-11-24T17:30:05+08:00"
    assert filters.iso(date(2026, 3, 2)) == "2026-03-02"


def test_amounts() -> None:
    assert filters.yuan(1_250_000) == "12,500.00"
    assert filters.wan(1_250_000) == "1.25 万元"
    assert filters.daxie(10_000) == "壹佰元整"
    assert filters.percent(1275) == "12.75%"


@pytest.mark.parametrize(
    ("text", "masked"),
    [("王小明", "王**"), ("王小明丽", "王**丽"), ("王明", "王*"), ("王", "*"), ("", ""), (None, "")],
)
def test_at_least_half_of_a_name_stays_hidden(text: str | None, masked: str) -> None:
    assert filters.mask(text) == masked


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 字节"), (1023, "1023 字节"), (1024, "1 KB"), (1025, "1.1 KB"), (20 * 1024 * 1024, "20 MB")],
)
def test_sizes_are_never_understated(size: int, text: str) -> None:
    assert filters.file_size(size) == text
