"""Bringing the database's regions up to the package's data files. Adds and changes, never deletes."""

from dataclasses import asdict, dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tongban.regions.data_files import FormerName, RegionRow, read_former_names, read_regions
from tongban.regions.models import Region, RegionName


@dataclass(frozen=True)
class Loaded:
    """What one load did."""

    added: int
    changed: int
    former_names: int


def load_regions(session: Session) -> Loaded:
    """Insert missing regions and former names, correct changed ones, keep a replaced name as a former name.

    Idempotent; regions that came with a rule file stay, and become ordinary ones once the data files know
    them.
    """
    known = {region.code: region for region in session.scalars(select(Region))}
    rows = read_regions()
    new = [asdict(row) for row in rows if row.code not in known]
    if new:
        session.execute(insert(Region), new)
    renamed = [
        FormerName(row.code, known[row.code].name, None, None, None, "renamed")
        for row in rows
        if _renamed(known, row)
    ]
    changed = sum(_correct(known[row.code], row) for row in rows if row.code in known)
    session.flush()
    return Loaded(len(new), changed, _load_former_names(session, [*read_former_names(), *renamed]))


def _renamed(known: dict[str, Region], row: RegionRow) -> bool:
    return row.code in known and known[row.code].name != row.name


def _correct(region: Region, row: RegionRow) -> bool:
    differing = {name: value for name, value in asdict(row).items() if getattr(region, name) != value}
    for name, value in differing.items():
        setattr(region, name, value)
    return bool(differing)


def _load_former_names(session: Session, names: list[FormerName]) -> int:
    known = set(session.execute(select(RegionName.region_code, RegionName.name)).tuples())
    new = [asdict(name) for name in names if (name.region_code, name.name) not in known]
    if new:
        session.execute(insert(RegionName), new)
    return len(new)
