"""Where a plan can be made for: the site's own region, and those with rules of their own."""

from pyramid.request import Request
from sqlalchemy import exists, select

from tongban.regions.models import Region
from tongban.regions.service import path_name
from tongban.rules.models import RulePack


def regions_of(request: Request) -> dict[str, str]:
    """Code to full name; the site's own region is always among them and stands first."""
    ours = exists().where(RulePack.region == Region.code, RulePack.approved_by.is_not(None))
    own = str(request.site.region)
    codes = [own, *request.db.scalars(select(Region.code).where(ours).order_by(Region.code))]
    return {code: path_name(request.db, code) or code for code in dict.fromkeys(codes)}
