"""A service item (中介服务事项): what an intermediary is asked for, by which approval, on what basis.

Every fact says where it comes from. What nobody has found out stays empty; it is never made up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from market.qualifications.requirement import Requirement
from tongban.canonical import canonical, sha256_hex


class Mark(StrEnum):
    """How far a fact may be relied on."""

    FOUND = "found"
    BACKGROUND = "background"
    LOCAL = "local"


MARK_WORDS = {
    Mark.FOUND: "已查证",
    Mark.BACKGROUND: "待核对",
    Mark.LOCAL: "本地规定",
}


class ChargeStatus(StrEnum):
    """Who sets the price."""

    MARKET = "market"
    GUIDED = "guided"
    FIXED = "fixed"


CHARGE_WORDS = {
    ChargeStatus.MARKET: "市场调节价",
    ChargeStatus.GUIDED: "政府指导价",
    ChargeStatus.FIXED: "政府定价",
}


@dataclass(frozen=True)
class Provenance:
    """Where a fact comes from; ``source`` says it in words."""

    mark: Mark = Mark.BACKGROUND
    source: str = ""

    @property
    def words(self) -> str:
        """The mark in words."""
        return MARK_WORDS[self.mark]

    def to_json(self) -> dict[str, Any]:
        """As part of a fact's document."""
        return {"mark": self.mark.value, "source": self.source}


@dataclass(frozen=True)
class Stated:
    """A fact that is one text."""

    text: str
    origin: Provenance = Provenance()

    def to_json(self) -> dict[str, Any]:
        """A JSON document."""
        return {"text": self.text, **self.origin.to_json()}


@dataclass(frozen=True)
class LegalBasis:
    """A document, and its article where that is certain."""

    document: str
    article: str = ""
    origin: Provenance = Provenance()

    @property
    def text(self) -> str:
        """As people cite it: 《中华人民共和国测绘法》第二十七条; free text of a place as it is."""
        return (
            f"{self.document}{self.article}"
            if "《" in self.document
            else f"《{self.document}》{self.article}"
        )

    def to_json(self) -> dict[str, Any]:
        """A JSON document."""
        return {"document": self.document, "article": self.article, **self.origin.to_json()}


@dataclass(frozen=True)
class RequiredBy:
    """The approvals that ask for the service. No items: it is known that none does."""

    items: tuple[str, ...] = ()
    note: str = ""
    origin: Provenance = Provenance()

    def to_json(self) -> dict[str, Any]:
        """A JSON document."""
        return {"items": list(self.items), "note": self.note, **self.origin.to_json()}


@dataclass(frozen=True)
class Qualified:
    """Who may do it. A requirement without clauses: it is known that no certificate is asked for."""

    requirement: Requirement
    note: str = ""
    origin: Provenance = Provenance()

    def to_json(self) -> dict[str, Any]:
        """A JSON document."""
        return {**self.requirement.to_json(), "note": self.note, **self.origin.to_json()}


@dataclass(frozen=True)
class Charge:
    """What it may cost."""

    status: ChargeStatus | None
    text: str = ""
    basis: str = ""
    origin: Provenance = Provenance()

    @property
    def words(self) -> str:
        """In words: who sets the price, and the standard where one is known."""
        status = CHARGE_WORDS[self.status] if self.status else ""
        return "：".join(part for part in (status, self.text) if part)

    def to_json(self) -> dict[str, Any]:
        """A JSON document."""
        status = {"status": self.status.value} if self.status else {}
        return {**status, "text": self.text, "basis": self.basis, **self.origin.to_json()}


@dataclass(frozen=True)
class ServiceItem:
    """One entry of the catalogue. ``None`` and empty mean: not known (尚未核实)."""

    code: str
    name: str
    group: str
    aliases: tuple[str, ...] = ()
    required_by: RequiredBy | None = None
    legal_basis: tuple[LegalBasis, ...] = ()
    qualification: Qualified | None = None
    charge: Charge | None = None
    deliverable: Stated | None = None
    regulator: Stated | None = None
    note: str = ""

    @property
    def version(self) -> str:
        """SHA-256 of the content, hexadecimal; the same text gives the same version everywhere."""
        return sha256_hex(canonical(self.to_json()))

    def to_json(self) -> dict[str, Any]:
        """A JSON document that ``market.catalogue.reading`` reads back; unknown facts are left out."""
        single = {
            "required_by": self.required_by,
            "qualification": self.qualification,
            "charge": self.charge,
            "deliverable": self.deliverable,
            "regulator": self.regulator,
        }
        return {
            "code": self.code,
            "name": self.name,
            "group": self.group,
            "aliases": list(self.aliases),
            "legal_basis": _documents(self.legal_basis),
            "note": self.note,
            **{key: fact.to_json() for key, fact in single.items() if fact is not None},
        }


def _documents(facts: Iterable[LegalBasis]) -> list[dict[str, Any]]:
    return [fact.to_json() for fact in facts]
