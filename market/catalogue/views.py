"""Public pages of the service catalogue."""

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from market.catalogue.catalogue import UnknownService
from market.catalogue.current import current_catalogue
from market.catalogue.items import ServiceItem
from market.catalogue.present import STANDINGS, facts_of, group_table, standing
from market.catalogue.schemas import read_filters
from market.qualifications.loader import load_kinds
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Action, Chip, ChipGroup, Empty, Link
from tongban.web.nav import has_route


class ServicePages:
    """List by group with filters, and one item."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.kinds = load_kinds()
        self.catalogue = current_catalogue(request)

    @view_config(
        route_name="services.list",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="market:catalogue/templates/list.jinja2",
    )
    def list(self) -> dict[str, Any]:
        filters, problems = read_filters(self.request.GET)
        searched = self.catalogue.search(filters["find"] or "")
        shown = [item for item in searched if self._passes(item, filters)]
        groups = dict.fromkeys(item.group for item in shown)
        return {
            "filters": filters,
            "problems": problems,
            "total": len(self.catalogue),
            "count": len(shown),
            "chip_groups": self._chips(filters, searched),
            "clear_href": self._here() if any(filters.values()) else "",
            "action": self._here(),
            "tables": [
                (group, group_table([i for i in shown if i.group == group], self.kinds, self._address))
                for group in groups
            ],
            "nothing": Empty(
                "没有符合条件的服务事项",
                "请换一个说法，例如“环评”“图审”“测绘”，或者清除筛选。",
                (Action("查看全部服务事项", self._here(), method="get"),),
            ),
        }

    @view_config(
        route_name="services.show",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="market:catalogue/templates/show.jinja2",
    )
    def show(self) -> dict[str, Any]:
        item = self.catalogue.get(self.request.matchdict["code"])
        if item is None:
            raise UnknownService
        return {
            "item": item,
            "back": Link("服务目录", self._here()),
            "fact_list": facts_of(item, self.kinds, self._guide),
            "do": self._what_can_be_done(item),
        }

    def _passes(self, item: ServiceItem, filters: dict[str, str | None]) -> bool:
        wanted = filters["standing"]
        right_group = not filters["group"] or item.group == filters["group"]
        return right_group and (not wanted or standing(item, self.kinds) == wanted)

    def _chips(
        self, filters: dict[str, str | None], searched: tuple[ServiceItem, ...]
    ) -> tuple[ChipGroup, ...]:
        """Each chip counts what it would show beside the other filters."""
        groups = [self._chip(filters, "group", name, name, searched) for name in self.catalogue.groups]
        standings = [
            self._chip(filters, "standing", key, title, searched) for key, title in STANDINGS.items()
        ]
        return (
            ChipGroup("类别", tuple(c for c in groups if c.count or c.active)),
            ChipGroup("资质", tuple(c for c in standings if c.count or c.active)),
        )

    def _chip(
        self,
        filters: dict[str, str | None],
        name: str,
        value: str,
        title: str,
        searched: tuple[ServiceItem, ...],
    ) -> Chip:
        active = filters[name] == value
        with_it = {**filters, name: value}
        count = sum(1 for item in searched if self._passes(item, with_it))
        return Chip(title, self._here(**{**filters, name: None if active else value}), active, count)

    def _what_can_be_done(self, item: ServiceItem) -> tuple[Action, ...]:
        """Buttons that lead somewhere for this visitor, and no others."""
        if not has_route(self.request, "needs.new"):
            return ()
        target = str(self.request.route_path("needs.new", _query={"service": item.code}))
        if permits(self.request.actor, Permission.MARKET_NEED_CREATE):
            return (Action("发布需求", target, method="get"),)
        if self.request.actor.is_anonymous:
            return (Action("登录后发布需求", target, method="get", primary=False),)
        return ()

    def _here(self, **filters: str | None) -> str:
        query = {name: value for name, value in filters.items() if value}
        return str(self.request.route_path("services.list", _query=query or None))

    def _address(self, code: str) -> str:
        return str(self.request.route_path("services.show", code=code))

    def _guide(self, code: str) -> str:
        if not has_route(self.request, "guides.show"):
            return ""
        return str(self.request.route_path("guides.show", code=code))
