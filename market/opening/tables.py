"""The list of a selection as its page shows it: labels until the result, then names, order and verdict."""

from collections.abc import Sequence
from typing import Any

from market.entries.eligibility import REASON_WORDS
from market.entries.models import Entry
from market.needs.models import Need
from market.selection import METHODS
from market.words import PageWords
from tongban.web.components import Column, StateLabel, Table
from tongban.web.filters import datetime_text

_VERDICTS: dict[str, tuple[str, str]] = {
    "won": ("中选", "done"),
    "reserve": ("候补", "wait"),
    "declined": ("放弃中选", "late"),
}


def result_table(need: Need, entries: Sequence[Entry], shown: bool, words: PageWords) -> Table:
    """Everybody in order. ``shown``: whether the one who looks may see the values of those who lost."""
    quoting = METHODS[need.method].asks_quote
    columns = (
        Column("排名" if quoting else "次序", "number"),
        Column("单位", main=True),
        Column("代号"),
        *((Column("报价", "money"), Column("信用分", "number")) if quoting else ()),
        Column("收到时间"),
        Column("结论", "state"),
    )
    ranked = sorted(entries, key=lambda e: (e.rank is None, e.rank or 0, e.id))
    rows = []
    for entry in ranked:
        value = entry.value_fen if shown or entry.rank == 1 else None
        quoted = (value, entry.credit) if quoting else ()
        verdict = words.label(_verdict(entry, quoting))
        rows.append((entry.rank or "", entry.org.name, entry.label, *quoted, _received(entry), verdict))
    return Table("报价与排名" if quoting else "抽取次序", columns, rows)


def list_table(entries: Sequence[Entry]) -> Table:
    """The published list where nobody is drawn, yet or for good: no names."""
    columns = (Column("代号", main=True), Column("收到时间"), Column("结论", "state"))
    rows: list[tuple[Any, ...]] = [
        (entry.label, _received(entry), _invalid(entry) or StateLabel("有效", "ink"))
        for entry in sorted(entries, key=lambda e: e.id)
    ]
    valid = sum(entry.reason_code is None for entry in entries)
    return Table(f"共 {len(rows)} 家报名，{valid} 家有效", columns, rows)


def _verdict(entry: Entry, quoting: bool) -> StateLabel:
    invalid = _invalid(entry)
    if invalid is not None:
        return invalid
    if quoting:
        return StateLabel("排名第一", "done") if entry.rank == 1 else StateLabel("有效", "ink")
    words, tone = _VERDICTS.get(entry.state, ("有效" if entry.state == "valid" else "未中选", "ink"))
    return StateLabel(words, tone)


def _invalid(entry: Entry) -> StateLabel | None:
    if not entry.reason_code:
        return None
    return StateLabel(f"无效：{REASON_WORDS.get(entry.reason_code, '不符合条件')}", "late")


def _received(entry: Entry) -> str:
    return datetime_text(entry.quotes[-1].received_at, seconds=True) if entry.quotes else ""
