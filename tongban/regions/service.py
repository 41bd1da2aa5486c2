"""Finding regions, and the chain from the nation down to one of them."""

import re
from collections.abc import Sequence
from typing import ClassVar

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from tongban.errors import DomainError
from tongban.fields.chars import Refused, drop_unseen, fold_width, refuse_broken, strip_blanks
from tongban.regions.chain import BadParent, Place, chain, ensure_region, place_name
from tongban.regions.codes import Level, is_region_code
from tongban.regions.load import Loaded, load_regions
from tongban.regions.models import Region, RegionName

__all__ = [
    "AmbiguousRegion",
    "BadParent",
    "Loaded",
    "Place",
    "chain",
    "children",
    "ensure_region",
    "find_region",
    "load_regions",
    "path_name",
    "search_regions",
]

_SEPARATORS = re.compile(r"\s*[·/>,，、]\s*|\s+")


class AmbiguousRegion(DomainError):
    """Several regions bear the name; ``facts["codes"]`` lists them."""

    code: ClassVar[str] = "region.ambiguous"
    status: ClassVar[int] = 422


def find_region(session: Session, text: str) -> Region | None:
    """The region with this code, name, former code or former name; ``None`` if there is none.

    A present name goes before a former one. A path (``湖南省 · 邵阳市 · 邵东市``) tells equal names apart.
    Raises ``AmbiguousRegion`` when several remain.
    """
    typed = _typed(text)
    code = typed.upper()
    if is_region_code(code):
        return session.get(Region, code) or _only(
            session, _formerly(session, RegionName.former_code == code), typed
        )
    *above, name = _SEPARATORS.split(typed)
    present = list(session.scalars(select(Region).where(Region.name == name).order_by(Region.code)))
    matching = [region for region in present if _stands_below(session, region, above)]
    if not matching:
        former = _formerly(session, RegionName.name == name)
        matching = [region for region in former if _stands_below(session, region, above)]
    return _only(session, matching, typed)


def search_regions(session: Session, prefix: str, limit: int = 20) -> Sequence[Region]:
    """Regions whose code, name or former name begins with ``prefix``, higher levels first: for pickers."""
    start = _typed(prefix)
    if not start:
        return []
    former = select(RegionName.region_code).where(
        or_(RegionName.name.startswith(start, autoescape=True), RegionName.former_code == start)
    )
    query = select(Region).where(
        or_(
            Region.code.startswith(start.upper(), autoescape=True),
            Region.name.startswith(start, autoescape=True),
            Region.code.in_(former),
        )
    )
    rank = case({level.value: number for number, level in enumerate(Level)}, value=Region.level)
    return session.scalars(query.order_by(rank, Region.code).limit(limit)).all()


def children(session: Session, code: str) -> Sequence[Region]:
    """The regions directly below one, by code."""
    return session.scalars(select(Region).where(Region.parent_code == code).order_by(Region.code)).all()


def path_name(session: Session, code: str) -> str:
    """``湖南省 · 邵阳市 · 邵东市``: without the nation, and without levels that are no place (市辖区)."""
    return place_name(chain(session, code))


def _typed(text: str) -> str:
    """What was typed in half width; empty where it holds characters no name has and no database takes."""
    try:
        refuse_broken(text)
    except Refused:
        return ""
    return strip_blanks(fold_width(drop_unseen(text)))


def _formerly(session: Session, condition: object) -> list[Region]:
    query = select(Region).join(RegionName, RegionName.region_code == Region.code).where(condition)  # type: ignore[arg-type]
    return list(session.scalars(query.order_by(Region.code)).unique())


def _stands_below(session: Session, region: Region, names: list[str]) -> bool:
    if not names:
        return True
    above = {place.name for place in chain(session, region.code)[:-1]}
    return above.issuperset(names)


def _only(session: Session, regions: list[Region], typed: str) -> Region | None:
    if len(regions) <= 1:
        return regions[0] if regions else None
    listed = "；".join(f"{path_name(session, region.code)}（{region.code}）" for region in regions[:5])
    more = " 等" if len(regions) > 5 else ""
    raise AmbiguousRegion(
        f"“{typed}”有 {len(regions)} 处：{listed}{more}。请填代码，或在前面加上级地名。",
        codes=[region.code for region in regions],
    )
