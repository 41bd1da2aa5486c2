"""The chain from the nation down to a region, which rules are asked along; also for regions in no table."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy.orm import Session

from tongban.errors import DomainError
from tongban.regions.codes import NATION, Level, ancestors_by_code, level_by_code, parse_region_code
from tongban.regions.data_files import NATION_NAME
from tongban.regions.models import RULES, Region

#: City-level rows of the code table that group counties but are no place anybody speaks of.
_NO_PLACE = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@dataclass(frozen=True)
class Place:
    """One link of a chain. ``known`` is false for a region in no table; its name is then its code."""

    code: str
    name: str
    level: Level
    known: bool = True


class BadParent(DomainError):
    """The parent named for a region is not there, or stands below it."""

    code: ClassVar[str] = "region.bad_parent"
    status: ClassVar[int] = 422


def chain(session: Session, code: str, parent: str | None = None) -> list[Place]:
    """The places from the nation to ``code``, nearest last.

    A region in no table hangs under ``parent``, else under the nearest ancestor that its code shows and the
    table knows, else under the nation; ancestors that no table knows are left out. ``parent`` does not move a
    region that the table knows. Raises ``BadRegionCode``.
    """
    code = parse_region_code(code)
    region = session.get(Region, code)
    if code == NATION:
        return [Place(NATION, region.name if region else NATION_NAME, Level.NATION)]
    if region is not None:
        above = region.parent_code or NATION
        return [*chain(session, above), Place(code, region.name, Level(region.level))]
    above = parse_region_code(parent) if parent and parent != code else nearest_known(session, code)
    return [*chain(session, above), Place(code, code, level_by_code(code), known=False)]


def nearest_known(session: Session, code: str) -> str:
    """The nearest ancestor that the code shows and the table knows, else the nation."""
    for above in reversed(ancestors_by_code(code)):
        if session.get(Region, above) is not None:
            return above
    return NATION


def ensure_region(session: Session, code: str, name: str, parent: str | None = None) -> Region:
    """The region's row, made or brought up to date from what a rule file says of it.

    Name and parent of a region from the code table or the list of zones are not touched. Without ``parent``
    the region hangs where ``chain`` would put it. The code table must be loaded.
    Raises ``BadRegionCode``, and ``BadParent`` for a parent that is unknown or below the region.
    """
    code = parse_region_code(code)
    above = _parent_for(session, code, parent)
    region = session.get(Region, code)
    if region is None:
        level = level_by_code(code)
        region = Region(code=code, name=name, parent_code=above, level=level, also_county=False, origin=RULES)
        session.add(region)
    elif region.origin == RULES:
        region.name, region.parent_code = name, above
    session.flush()
    return region


def _parent_for(session: Session, code: str, parent: str | None) -> str | None:
    if code == NATION:
        return None
    if parent is None:
        return nearest_known(session, code)
    above = parse_region_code(parent)
    if session.get(Region, above) is None:
        raise BadParent(f"上级地区 {above} 还不存在，请先建立它或改写 parent。", parent=above)
    if any(place.code == code for place in chain(session, above)):
        raise BadParent(f"{above} 在 {code} 之下，不能作它的上级。", parent=above)
    return above


def place_name(places: list[Place]) -> str:
    """A chain as people say it: without the nation, and without levels that are no place (市辖区)."""
    named = [place.name for place in places[1:-1] if place.name not in _NO_PLACE]
    return " · ".join([*named, places[-1].name])
