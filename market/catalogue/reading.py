"""Reading service items from data files, rule packs and the database: one reader, one set of checks."""

import re
from collections.abc import Mapping

from market.catalogue.items import (
    Charge,
    ChargeStatus,
    LegalBasis,
    Mark,
    Provenance,
    Qualified,
    RequiredBy,
    ServiceItem,
    Stated,
)
from market.qualifications.kinds import Kinds
from market.qualifications.reading import DataError, Entry
from market.qualifications.requirement import Clause, Mode, Requirement

#: As long as the column of a need that names its service item.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
MAX_NAME = 80


class CatalogueError(DataError):
    """A catalogue, or a change of one, that may not be used as it stands."""


class ItemReader:
    """Reads items, checking approvals and qualifications against what is known."""

    def __init__(self, kinds: Kinds, approvals: Mapping[str, str]) -> None:
        self._kinds, self._approvals = kinds, approvals

    def item(self, entry: Entry, group: str = "") -> ServiceItem:
        """One item; problems go to the entry's list. ``group`` for files that state it once."""
        code = entry.text("code", required=True)
        if code and not CODE.fullmatch(code):
            entry.fault(f"编号“{code}”只用字母、数字和 . _ -，最多32个字符")
        entry.where = f"{entry.where.split('·')[0]}：{code or '（没有编号）'}"
        name = entry.text("name", required=True)
        if len(name) > MAX_NAME:
            entry.fault(f"名称最多{MAX_NAME}个字")
        required_by, charge = entry.entry("required_by"), entry.entry("charge")
        qualification = entry.entry("qualification")
        item = ServiceItem(
            code=code,
            name=name,
            group=entry.text("group") or group,
            aliases=entry.texts("aliases"),
            required_by=self._required_by(required_by) if required_by else None,
            legal_basis=tuple(_basis(e) for e in entry.entries("legal_basis")),
            qualification=self._qualified(qualification) if qualification else None,
            charge=_charge(charge) if charge else None,
            deliverable=_stated(entry, "deliverable"),
            regulator=_stated(entry, "regulator"),
            note=entry.text("note"),
        )
        if not item.group:
            entry.fault("缺少 group")
        entry.finish()
        return item

    def _required_by(self, entry: Entry) -> RequiredBy:
        fact = RequiredBy(entry.texts("items"), entry.text("note"), _origin(entry))
        for code in fact.items:
            if code not in self._approvals:
                entry.fault(f"没有编号为 {code} 的审批事项")
        entry.finish()
        return fact

    def _qualified(self, entry: Entry) -> Qualified:
        mode = entry.choice("mode", [m.value for m in Mode], default=Mode.ANY.value)
        clauses = tuple(self._clause(e) for e in entry.entries("clauses"))
        fact = Qualified(Requirement(Mode(mode), clauses), entry.text("note"), _origin(entry))
        entry.finish()
        return fact

    def _clause(self, entry: Entry) -> Clause:
        clause = Clause(entry.text("kind", required=True), entry.texts("specialties"), entry.text("grade"))
        kind = self._kinds.get(clause.kind)
        if kind is None:
            entry.fault(f"没有“{clause.kind}”这种资质")
        elif kind.abolished_on is not None:
            entry.fault(f"{kind.name}已取消，不能作为条件")
        else:
            for name in clause.specialties:
                specialty = kind.specialty(name)
                if specialty is None or specialty.retired:
                    entry.fault(f"{kind.name}现在没有“{name}”这个专业")
            if clause.grade and clause.grade not in kind.grade_names():
                entry.fault(f"{kind.name}现在没有“{clause.grade}”这个等级")
        entry.finish()
        return clause


def _origin(entry: Entry) -> Provenance:
    mark = Mark(entry.choice("mark", [m.value for m in Mark]) or Mark.BACKGROUND)
    origin = Provenance(mark, entry.text("source"))
    if origin.mark is Mark.FOUND and not origin.source:
        entry.fault("标为 found 的内容要写明 source")
    return origin


def _basis(entry: Entry) -> LegalBasis:
    fact = LegalBasis(entry.text("document", required=True), entry.text("article"), _origin(entry))
    entry.finish()
    return fact


def _charge(entry: Entry) -> Charge:
    status = entry.choice("status", [s.value for s in ChargeStatus]) if entry.has("status") else ""
    fact = Charge(
        ChargeStatus(status) if status else None, entry.text("text"), entry.text("basis"), _origin(entry)
    )
    if not fact.words:
        entry.fault("收费标准没有内容")
    entry.finish()
    return fact


def _stated(entry: Entry, key: str) -> Stated | None:
    inner = entry.entry(key)
    if inner is None:
        return None
    fact = Stated(inner.text("text", required=True), _origin(inner))
    inner.finish()
    return fact
