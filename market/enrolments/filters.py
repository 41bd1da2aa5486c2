"""The filters of the lists: chips whose state is in the URL; an unknown value filters nothing."""

from collections.abc import Iterable, Mapping

from pyramid.request import Request
from sqlalchemy import ColumnElement, Select, String, cast, or_, select
from sqlalchemy.orm import joinedload

from market.catalogue.catalogue import Catalogue
from market.enrolments.find import is_public
from market.enrolments.models import Enrolment
from tongban.accounts.models import Organisation
from tongban.regions.models import Region
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Chip, ChipGroup

#: What the operator looks for in the queue, and the states that mean it.
STAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "submitted": ("待核验", ("submitted",)),
    "changes": ("变更待核验", ("active", "suspended")),
    "publicity": ("入驻公示", ("publicity",)),
    "active": ("已入驻", ("active",)),
    "suspended": ("已暂停", ("suspended",)),
    "returned": ("已退回", ("returned",)),
    "ended": ("已退出、清退", ("withdrawn", "expelled")),
}


def offers(codes: Iterable[str]) -> ColumnElement[bool]:
    """Enrolments that offer one of the services; codes hold no quotation marks, so the text tells."""
    listed = cast(Enrolment.service_codes, String)
    return or_(*(listed.contains(f'"{code}"', autoescape=True) for code in codes))


class Filters:
    """What both lists share."""

    route = ""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.chosen: dict[str, str] = {}

    def _choose(self, name: str, options: Iterable[str]) -> str:
        value = str(self._request.GET.get(name, ""))
        self.chosen[name] = value if value in set(options) else ""
        return self.chosen[name]

    @property
    def active(self) -> bool:
        """Whether anything is filtered."""
        return any(self.chosen.values())

    @property
    def clear_href(self) -> str:
        """The list without filters."""
        return str(self._request.route_path(self.route)) if self.active else ""

    def _chips(self, name: str, options: Mapping[str, str]) -> tuple[Chip, ...]:
        chosen = self.chosen[name]
        return tuple(
            Chip(title, self._href(name, "" if key == chosen else key), active=key == chosen)
            for key, title in options.items()
        )

    def _href(self, name: str, value: str) -> str:
        query = {key: kept for key, kept in {**self.chosen, name: value}.items() if kept}
        return str(self._request.route_path(self.route, _query=query or None))


class PublicFilters(Filters):
    """Service group and place of the public list."""

    route = "intermediaries.list"

    def __init__(self, request: Request, catalogue: Catalogue) -> None:
        super().__init__(request)
        self._catalogue = catalogue
        self._regions = self._used_regions()
        self._choose("group", catalogue.groups)
        self._choose("region", self._regions)

    def apply(self) -> Select[tuple[Enrolment]]:
        """The filtered list."""
        query = select(Enrolment).options(joinedload(Enrolment.org)).where(is_public())
        if group := self.chosen["group"]:
            query = query.where(offers(item.code for item in self._catalogue.of_group(group)))
        if region := self.chosen["region"]:
            query = query.join(Organisation, Organisation.id == Enrolment.org_id)
            query = query.where(Organisation.region == region)
        return query

    def chips(self) -> list[ChipGroup]:
        """The chips; a group with a single choice is no filter and is left out."""
        groups = [
            ChipGroup("服务", self._chips("group", {g: g for g in self._catalogue.groups})),
            ChipGroup("所在地", self._chips("region", self._regions)),
        ]
        return [group for group in groups if len(group.chips) > 1]

    def _used_regions(self) -> dict[str, str]:
        used = (
            select(Organisation.region)
            .join(Enrolment, Enrolment.org_id == Organisation.id)
            .where(is_public())
            .distinct()
        )
        rows = self._request.db.execute(
            select(Region.code, Region.name).where(Region.code.in_(used)).order_by(Region.code)
        )
        return {row.code: row.name for row in rows}


class QueueFilters(Filters):
    """The stages of the operator's queue."""

    route = "enrolments.queue"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self._choose("stage", STAGES)

    def apply(self) -> Select[tuple[Enrolment]]:
        """The filtered list within the regions the person works for; drafts are nobody else's business."""
        query = select(Enrolment).options(joinedload(Enrolment.org))
        query = query.where(Enrolment.state != "draft", Enrolment.region.in_(self._regions()))
        stage = self.chosen["stage"]
        if stage:
            query = query.where(Enrolment.state.in_(STAGES[stage][1]))
        if stage == "changes":
            query = query.where(Enrolment.change_submitted_at.is_not(None))
        return query

    def chips(self) -> list[ChipGroup]:
        """One group: where the enrolments stand."""
        return [ChipGroup("进度", self._chips("stage", {key: title for key, (title, _) in STAGES.items()}))]

    def _regions(self) -> list[str]:
        class Place:
            def __init__(self, region: str) -> None:
                self.region = region

        actor = self._request.actor
        wanted = (Permission.MARKET_ENROLMENT_CHECK, Permission.MARKET_ENROLMENT_SUSPEND)
        regions = self._request.db.scalars(select(Enrolment.region).distinct())
        return [r for r in regions if any(permits(actor, p, Place(r)) for p in wanted)]
