"""A key of a rule file: a bare value, a value with its basis and dates, or several of those in turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from tongban.rules.answers import SOURCES, Source

_FIELDS = {"value", "basis", "since", "until", "source"}


@dataclass
class Statement:
    """What a file says about a key; ``faults`` are (why, field, value as written)."""

    value: Any
    source: Source
    basis: str = ""
    since: date | None = None
    until: date | None = None
    faults: list[tuple[str, str, Any]] = field(default_factory=list)

    def to_json(self, clean: Any) -> dict[str, Any]:
        """As stored, with the cleaned value."""
        return {
            "value": clean,
            "basis": self.basis,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "source": self.source,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Statement":
        """Read back what ``to_json`` wrote."""
        since, until = stored["since"], stored["until"]
        return cls(
            value=stored["value"],
            source=stored["source"],
            basis=stored["basis"],
            since=date.fromisoformat(since) if since else None,
            until=date.fromisoformat(until) if until else None,
        )


def as_statements(raw: Any, source: Source) -> list[Statement]:
    """The statements in what TOML gave for one key; ``source`` is the file's own default."""
    if isinstance(raw, list) and raw and all(_wrapped(item) for item in raw):
        return [_statement(item, source) for item in raw]
    return [_statement(raw, source)] if _wrapped(raw) else [Statement(raw, source)]


def overlap(statements: Sequence[Mapping[str, Any]]) -> str | None:
    """What is wrong with the dates of several statements of one key, or None. Dates are ISO texts."""
    first, last = "0001-01-01", "9999-12-31"
    spans = sorted((s["since"] or first, s["until"] or last) for s in statements)
    if any(since > until for since, until in spans):
        return "until 早于 since"
    for (since, until), (later, _) in pairwise(spans):
        if since == later or (until != last and until >= later):
            return "几个值的生效日期互相重叠"
    return None


def _wrapped(raw: Any) -> bool:
    return isinstance(raw, dict) and "value" in raw


def _statement(raw: Mapping[str, Any], default: Source) -> Statement:
    result = Statement(raw["value"], default)
    for name in raw.keys() - _FIELDS:
        result.faults.append((f"不认识，可以写的有：{'、'.join(sorted(_FIELDS))}", name, raw[name]))
    if "source" in raw:
        if raw["source"] in SOURCES[:3]:
            result.source = raw["source"]
        else:
            result.faults.append(("可以写的有：confirmed、background、practice", "source", raw["source"]))
    if "basis" in raw:
        result.basis = _basis(raw["basis"], result)
    result.since, result.until = _day(raw, "since", result), _day(raw, "until", result)
    return result


def _basis(text: Any, result: Statement) -> str:
    if isinstance(text, str) and len(text) <= 500:
        return text.strip()
    result.faults.append(("要写文字，不超过 500 个字", "basis", text))
    return ""


def _day(raw: Mapping[str, Any], name: str, result: Statement) -> date | None:
    day = raw.get(name)
    if day is None or (isinstance(day, date) and not isinstance(day, datetime)):
        return day
    result.faults.append(("要写日期，不加引号，如 2026-01-01", name, day))
    return None
