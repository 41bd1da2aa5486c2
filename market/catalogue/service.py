"""Loading the catalogue into the database, and finding items for pages, pickers and needs."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.catalogue.approvals import approval_names
from market.catalogue.catalogue import Catalogue
from market.catalogue.changes import Sources, apply_what_holds
from market.catalogue.items import ServiceItem
from market.catalogue.loader import load_catalogue
from market.catalogue.models import ServiceItemRow
from market.catalogue.reading import CatalogueError, ItemReader
from market.qualifications.loader import load_kinds
from market.qualifications.reading import Entry
from tongban.regions.codes import NATION
from tongban.rules import Rules, entry_key

#: The rule whose answer is what a region changes in the catalogue.
RULE = "market.catalogue"


@dataclass(frozen=True)
class LoadReport:
    """What loading did, by codes."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    disabled: tuple[str, ...] = ()
    unchanged: int = 0

    @property
    def words(self) -> str:
        """One line for the person at the terminal."""
        return (
            f"服务事项目录：新增 {len(self.added)} 项，更新 {len(self.changed)} 项，"
            f"停用 {len(self.disabled)} 项，未变 {self.unchanged} 项。"
        )


def load_into(session: Session, now: datetime, catalogue: Catalogue | None = None) -> LoadReport:
    """Bring the table in line with a catalogue (the bundled one); loading it again changes nothing.

    An item that left the files is disabled, not deleted: needs of the past name it.
    """
    wanted = load_catalogue() if catalogue is None else catalogue
    rows = {
        row.code: row
        for row in session.scalars(select(ServiceItemRow).where(ServiceItemRow.region == NATION))
    }
    added, changed, unchanged = [], [], 0
    for position, item in enumerate(wanted):
        row = rows.pop(item.code, None)
        if row is None:
            row = ServiceItemRow(region=NATION, code=item.code)
            session.add(row)
            added.append(item.code)
        elif (row.version, row.position, row.enabled) == (item.version, position, True):
            unchanged += 1
            continue
        else:
            changed.append(item.code)
        row.version, row.data, row.position = item.version, item.to_json(), position
        row.enabled, row.loaded_at = True, now
    left = [row for row in rows.values() if row.enabled]
    for row in left:
        row.enabled, row.loaded_at = False, now
    session.flush()
    return LoadReport(tuple(added), tuple(changed), tuple(row.code for row in left), unchanged)


def base_catalogue(session: Session) -> Catalogue:
    """The catalogue as loaded. Raises CatalogueError for a row that no longer reads."""
    rows = session.scalars(
        select(ServiceItemRow)
        .where(ServiceItemRow.region == NATION, ServiceItemRow.enabled)
        .order_by(ServiceItemRow.position, ServiceItemRow.id)
    )
    return Catalogue(item_from(row.data) for row in rows)


def catalogue_of(session: Session, rules: Rules) -> Catalogue:
    """The catalogue as a region has it, by its live or pinned rules."""
    answer = rules.answers.get(RULE)
    if answer is None or not answer.value:
        return base_catalogue(session)
    changed, _problems = apply_what_holds(
        base_catalogue(session), answer.value, _sources(rules, answer.value)
    )
    return changed


def item_from(data: object) -> ServiceItem:
    """An item from its JSON document, such as a need keeps. Raises CatalogueError if it does not read."""
    return _read(json.dumps(data, ensure_ascii=False))


@lru_cache(maxsize=1024)
def _read(text: str) -> ServiceItem:
    """Items never change, and every page of a need asks for the whole catalogue: each is read once."""
    data, problems = json.loads(text), list[str]()
    item = ItemReader(load_kinds(), approval_names()).item(Entry(data, "service_item", problems))
    if problems:
        raise CatalogueError(problems)
    return item


def _sources(rules: Rules, changes: dict[str, object]) -> Sources:
    said = {code: rules.answers.get(entry_key(RULE, code)) for code in changes}
    return {
        code: f"{answer.plugin} {answer.version}（{answer.level_words}）"
        for code, answer in said.items()
        if answer
    }
