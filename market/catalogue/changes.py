"""What a region changes in the catalogue: items added, changed, taken out. Pure.

Changes are the table ``[catalogue]`` of a rule file, keyed by the code of the item::

    [catalogue]
    "ZJ-HP-01" = { charge = "每份不高于 3 万元", basis = "某县发改价〔2026〕1号" }
    "ZJ-QX-02" = { hidden = true }
    "SD-01" = { name = "厂房质量鉴定", group = "工程检测", required_by = ["D5"] }

A known code is changed, ``hidden`` takes it out, an unknown code with ``name`` and ``group`` is added.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from market.catalogue.approvals import approval_names
from market.catalogue.catalogue import Catalogue
from market.catalogue.items import Charge, LegalBasis, Mark, Provenance, RequiredBy, ServiceItem, Stated
from market.catalogue.reading import CODE, MAX_NAME, CatalogueError
from market.qualifications.reading import Entry

Changes = Mapping[str, Mapping[str, Any]]
#: Who said each change, in words, by code of the item; without an entry the source stays empty.
Sources = Mapping[str, str]


def apply_changes(catalogue: Catalogue, changes: Changes, sources: Sources | None = None) -> Catalogue:
    """The catalogue as a region has it. Raises CatalogueError with every problem, each naming the item."""
    changed, problems = apply_what_holds(catalogue, changes, sources)
    if problems:
        raise CatalogueError(problems)
    return changed


def apply_what_holds(
    catalogue: Catalogue, changes: Changes, sources: Sources | None = None
) -> tuple[Catalogue, list[str]]:
    """The catalogue with the changes that hold, and why the others do not.

    A page must not fall because one line of one county's file is wrong.
    """
    items = {item.code: item for item in catalogue}
    problems: list[str] = []
    for code, data in changes.items():
        faults: list[str] = []
        entry = Entry(data, f"[catalogue]：{code}", faults)
        item = _item(items.get(code), code, entry, Provenance(Mark.LOCAL, (sources or {}).get(code, "")))
        hidden = entry.flag("hidden")
        entry.finish()
        problems += faults
        if faults:
            continue
        if hidden:
            items.pop(code, None)
        else:
            items[code] = item
    return Catalogue(_in_groups(items, catalogue)), problems


def _in_groups(items: Mapping[str, ServiceItem], before: Catalogue) -> list[ServiceItem]:
    """An added item stands at the end of its group, a new group at the end of all."""
    order = {group: n for n, group in enumerate(before.groups)}
    return sorted(items.values(), key=lambda item: order.get(item.group, len(order)))


def _item(known: ServiceItem | None, code: str, entry: Entry, origin: Provenance) -> ServiceItem:
    name, group = entry.text("name"), entry.text("group")
    if known is None and not CODE.fullmatch(code):
        entry.fault("编号只用字母、数字和 . _ -，最多32个字符")
    if known is None and not entry.has("hidden") and not (name and group):
        entry.fault("目录里没有这个编号；要新增事项，须写明 name 和 group")
    if len(name) > MAX_NAME:
        entry.fault(f"名称最多{MAX_NAME}个字")
    item = known or ServiceItem(code, name, group)
    return replace(
        item,
        name=name or item.name,
        group=group or item.group,
        aliases=(*item.aliases, *(a for a in entry.texts("aliases") if a not in item.aliases)),
        required_by=_required_by(entry, origin) or item.required_by,
        legal_basis=(*item.legal_basis, *_basis(entry, origin)),
        charge=_charge(entry, origin) or item.charge,
        deliverable=_stated(entry, "deliverable", origin) or item.deliverable,
        regulator=_stated(entry, "regulator", origin) or item.regulator,
        note=entry.text("note") or item.note,
    )


def _required_by(entry: Entry, origin: Provenance) -> RequiredBy | None:
    if not entry.has("required_by"):
        return None
    codes = entry.texts("required_by")
    for code in codes:
        if code not in approval_names():
            entry.fault(f"没有编号为 {code} 的审批事项")
    return RequiredBy(codes, origin=origin)


def _basis(entry: Entry, origin: Provenance) -> tuple[LegalBasis, ...]:
    text = entry.text("basis")
    return (LegalBasis(text, origin=origin),) if text else ()


def _charge(entry: Entry, origin: Provenance) -> Charge | None:
    text = entry.text("charge")
    return Charge(None, text, origin=origin) if text else None


def _stated(entry: Entry, key: str, origin: Provenance) -> Stated | None:
    text = entry.text(key)
    return Stated(text, origin) if text else None
