"""How many days an item may take: the promised limit or the statutory one, with its unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from agency.guides.items import UNIT_WORDS, ApprovalItem, Limit, Mark, Unit
from agency.projects import Facts


class By(StrEnum):
    """By which limits a plan is made; where the wanted one is not known, the other one counts."""

    PROMISED = "promised"
    STATUTORY = "statutory"


BY_WORDS = {By.PROMISED: "承诺时限", By.STATUTORY: "法定时限"}


class LimitKind(StrEnum):
    """Where the days of an item come from."""

    INSTANT = "instant"
    PROMISED = "promised"
    LOCAL = "local"
    STATUTORY = "statutory"
    UNKNOWN = "unknown"


KIND_WORDS = {
    LimitKind.INSTANT: "即办",
    LimitKind.PROMISED: "承诺时限",
    LimitKind.LOCAL: "本地承诺时限",
    LimitKind.STATUTORY: "法定时限",
    LimitKind.UNKNOWN: "时限尚未核实",
}


@dataclass(frozen=True)
class Days:
    """A limit that was chosen. ``demo``: nobody has confirmed it; ``missing``: facts it may depend on."""

    kind: LimitKind
    value: int = 0
    unit: Unit = Unit.WD
    demo: bool = False
    missing: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """As 7 个工作日（承诺时限）."""
        if self.kind in (LimitKind.INSTANT, LimitKind.UNKNOWN):
            return KIND_WORDS[self.kind]
        return f"{self.value} {UNIT_WORDS[self.unit]}（{KIND_WORDS[self.kind]}）"


def days_of(item: ApprovalItem, facts: Facts, by: By, local: Mapping[str, int]) -> Days:
    """The limit an item is planned by. ``local``: promised working days of the region by code."""
    promised, statutory = _promised(item, local), _statutory(item, facts)
    if item.instant and item.code not in local:
        return Days(LimitKind.INSTANT)
    wanted = (promised, statutory) if by is By.PROMISED else (statutory, promised)
    return wanted[0] or wanted[1] or Days(LimitKind.UNKNOWN)


def _promised(item: ApprovalItem, local: Mapping[str, int]) -> Days | None:
    if item.code in local:
        value = local[item.code]
        return Days(LimitKind.LOCAL, value) if value else Days(LimitKind.INSTANT)
    return _days(LimitKind.PROMISED, item.promised) if item.promised else None


def _statutory(item: ApprovalItem, facts: Facts) -> Days | None:
    """The longest of those that hold or may hold: no date is promised that a case might not keep."""
    possible = [limit for limit in item.statutory if limit.applies_if.holds(facts) is not False]
    if not possible:
        return None
    longest = max(possible, key=_length)
    missing = dict.fromkeys(name for limit in possible for name in limit.applies_if.missing(facts))
    return _days(LimitKind.STATUTORY, longest, tuple(missing))


def _days(kind: LimitKind, limit: Limit, missing: tuple[str, ...] = ()) -> Days:
    return Days(kind, limit.value, limit.unit, limit.origin.mark is Mark.BACKGROUND, missing)


def _length(limit: Limit) -> int:
    """Calendar days in weeks without holidays, so that units compare."""
    return limit.value if limit.unit is Unit.CD else limit.value * 7 // 5
