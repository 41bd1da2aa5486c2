"""The names of regions, present and former: either finds what is there."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.regions.codes import NATION
from tongban.regions.models import Region, RegionName


def place_names(session: Session, chain: Sequence[str]) -> tuple[str, ...]:
    """Names of the regions of a chain but for the nation, and the names they had before."""
    codes = [code for code in chain if code != NATION]
    present = session.scalars(select(Region.name).where(Region.code.in_(codes)).order_by(Region.code))
    former = session.scalars(
        select(RegionName.name).where(RegionName.region_code.in_(codes)).order_by(RegionName.name)
    )
    return tuple(dict.fromkeys([*present, *former]))


def region_titles(session: Session, codes: Collection[str]) -> dict[str, str]:
    """The present names of regions; a code no table knows is its own name."""
    known = session.execute(select(Region.code, Region.name).where(Region.code.in_(codes)))
    return {code: code for code in codes} | dict(known.tuples().all())
