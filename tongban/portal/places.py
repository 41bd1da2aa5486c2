"""Where people begin something: the places that have rules of their own, and which of them is meant."""

from collections.abc import Mapping

from pyramid.request import Request
from sqlalchemy import select

from tongban.accounts.models import Organisation
from tongban.regions.models import Region
from tongban.rules.models import RulePack


def posting_regions(request: Request) -> dict[str, str]:
    """Where something can be begun: counties and zones with rules of their own, and the site's region."""
    own = select(RulePack.region).distinct()
    query = (
        select(Region.code, Region.name)
        .where(
            (Region.code.in_(own) & Region.level.in_(("county", "zone")))
            | (Region.code == request.site.region)
        )
        .order_by(Region.code)
    )
    return {row.code: row.name for row in request.db.execute(query)}


def chosen_region(request: Request, regions: Mapping[str, str]) -> str:
    """The region the address names, else that of the organisation acted for, else the site's own."""
    own = request.db.scalar(select(Organisation.region).filter_by(id=request.actor.org_id))
    wanted = (request.GET.get("region"), own, request.site.region)
    return next((code for code in wanted if code in regions), next(iter(regions)))
