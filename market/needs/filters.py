"""The filters of the showcase: chips whose state is in the URL."""

from pyramid.request import Request
from sqlalchemy import Select, select

from market.needs.find import is_public, showcase
from market.needs.models import Need
from tongban.regions.models import Region
from tongban.web.components import Chip, ChipGroup

#: What people look for, and the states that mean it.
STAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "open": ("正在报名", ("registering",)),
    "selecting": ("选取中", ("closed", "selecting")),
    "notice": ("中选公示", ("award_notice",)),
    "running": ("履约中", ("awarded", "in_service", "delivered")),
    "done": ("已办结", ("closed_done",)),
    "ended": ("流标、废置", ("failed", "aborted")),
}


class NeedFilters:
    """Reads the filters of the URL and draws them as chips; an unknown value filters nothing."""

    def __init__(self, request: Request) -> None:
        self._request = request
        stage = request.GET.get("stage", "")
        self.stage = stage if stage in STAGES else ""
        self.regions = self._used_regions()
        region = request.GET.get("region", "")
        self.region = region if region in self.regions else ""
        self.groups = self._used_groups()
        group = request.GET.get("group", "")
        self.group = group if group in self.groups else ""

    @property
    def active(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.stage or self.region or self.group)

    def apply(self) -> Select[tuple[Need]]:
        """The filtered list."""
        states = STAGES[self.stage][1] if self.stage else None
        return showcase([self.region] if self.region else None, self.group or None, states)

    def chips(self) -> list[ChipGroup]:
        """The chips; a group with a single choice is no filter and is left out."""
        stages = {key: title for key, (title, _) in STAGES.items()}
        groups = [
            ChipGroup("进度", self._chips("stage", stages, self.stage)),
            ChipGroup("地区", self._chips("region", self.regions, self.region)),
            ChipGroup("服务", self._chips("group", {g: g for g in self.groups}, self.group)),
        ]
        return [group for group in groups if len(group.chips) > 1]

    def _chips(self, name: str, options: dict[str, str], chosen: str) -> tuple[Chip, ...]:
        return tuple(
            Chip(title, self._href(**{name: None if key == chosen else key}), active=key == chosen)
            for key, title in options.items()
        )

    def _href(self, **changes: str | None) -> str:
        query = {k: v for k, v in self._request.GET.items() if k != "after"} | changes
        kept = {k: v for k, v in query.items() if v}
        return str(self._request.route_path("needs.list", _query=kept))

    @property
    def clear_href(self) -> str:
        """The list without filters."""
        return str(self._request.route_path("needs.list")) if self.active else ""

    def _used_regions(self) -> dict[str, str]:
        used = select(Need.region).where(is_public()).distinct()
        rows = self._request.db.execute(
            select(Region.code, Region.name).where(Region.code.in_(used)).order_by(Region.code)
        )
        return {row.code: row.name for row in rows}

    def _used_groups(self) -> list[str]:
        group = Need.service["group"].as_string()
        return sorted(self._request.db.scalars(select(group).where(is_public()).distinct()))
