"""Signals that two entrants may be related (§2.5, §6.5): evidence for a person to judge, never a verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Party:
    """What is compared about an entrant."""

    entry_id: int
    org_name: str
    legal_representative: str | None
    phone: str | None
    address: str | None
    practitioner: str | None


@dataclass(frozen=True)
class Signal:
    """Two entries that share something; ``evidence`` says what, for those who may see it."""

    kind: str
    first: int
    second: int
    evidence: dict[str, Any]


KINDS: dict[str, str] = {
    "legal_representative": "法定代表人相同",
    "phone": "联系电话相同",
    "address": "地址相同",
    "practitioner": "项目负责人相同",
}


def signals(new: Party, others: Iterable[Party]) -> tuple[Signal, ...]:
    """Every kind of tie between a new entrant and each of the others."""
    return tuple(
        Signal(
            kind,
            min(new.entry_id, other.entry_id),
            max(new.entry_id, other.entry_id),
            {"shared": value, "parties": sorted([new.org_name, other.org_name])},
        )
        for other in others
        if other.entry_id != new.entry_id
        for kind in KINDS
        if (value := getattr(new, kind)) and value == getattr(other, kind)
    )
