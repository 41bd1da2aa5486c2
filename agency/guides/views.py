"""Public pages of the guides to approvals."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from agency.guides.items import ApprovalItem, Stage
from agency.guides.loader import load_guides
from agency.guides.present import after_facts, before_lines, facts_of, service_links, stage_table
from agency.guides.schemas import read_filters
from agency.market_link import RequiredService, services_by_approval
from agency.projects import FUNDING_WORDS, Funding
from tongban.security import Permission
from tongban.web.components import Action, Chip, ChipGroup, Empty, Link, Table
from tongban.web.nav import has_route


class GuidePages:
    """List by stage with filters, and one approval."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.guides = load_guides()
        self.services = services_by_approval(request)

    @view_config(
        route_name="guides.list",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="agency:guides/templates/list.jinja2",
    )
    def list(self) -> dict[str, Any]:
        filters = read_filters(self.request.GET)
        shown = [item for item in self.guides if self._passes(item, filters)]
        stages = [stage for stage in self.guides.stages if any(i.stage == stage.code for i in shown)]
        return {
            "plan_href": self.request.route_path("guides.plan"),
            "total": len(self.guides.items),
            "count": len(shown),
            "chip_groups": self._chips(filters),
            "clear_href": self._here() if any(filters.values()) else "",
            "stages": [
                (stage, self._table(stage, [i for i in shown if i.stage == stage.code])) for stage in stages
            ],
            "nothing": Empty(
                "没有符合条件的审批事项",
                "请清除筛选后再看。",
                (Action("查看全部审批事项", self._here(), method="get"),),
            ),
        }

    @view_config(
        route_name="guides.show",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="agency:guides/templates/show.jinja2",
    )
    def show(self) -> dict[str, Any]:
        item = self.guides[self.request.matchdict["code"]]
        return {
            "item": item,
            "back": Link("办事指南", self._here()),
            "fact_list": facts_of(item, self.guides),
            "before": before_lines(item, self.guides, self._address),
            "after": after_facts(item, self.guides, self._address),
            "services": service_links(self._services(item.code), self._service_address),
        }

    def _passes(self, item: ApprovalItem, filters: dict[str, str | None]) -> bool:
        right_stage = not filters["stage"] or item.stage == filters["stage"]
        return right_stage and (not filters["funding"] or Funding(filters["funding"]) in item.funding)

    def _chips(self, filters: dict[str, str | None]) -> tuple[ChipGroup, ...]:
        funding = [self._chip(filters, "funding", f.value, words) for f, words in FUNDING_WORDS.items()]
        stages = [self._chip(filters, "stage", s.code, s.name) for s in self.guides.stages]
        return (ChipGroup("投资类型", tuple(funding)), ChipGroup("阶段", tuple(stages)))

    def _chip(self, filters: dict[str, str | None], name: str, value: str, title: str) -> Chip:
        active = filters[name] == value
        with_it = {**filters, name: value}
        count = sum(1 for item in self.guides if self._passes(item, with_it))
        return Chip(title, self._here(**{**filters, name: None if active else value}), active, count)

    def _table(self, stage: Stage, items: Sequence[ApprovalItem]) -> Table:
        return stage_table(stage, items, self._services, self._address, self._service_address)

    def _services(self, code: str) -> tuple[RequiredService, ...]:
        return self.services.get(code, ())

    def _here(self, **filters: str | None) -> str:
        query = {name: value for name, value in filters.items() if value}
        return str(self.request.route_path("guides.list", _query=query or None))

    def _address(self, code: str) -> str:
        return str(self.request.route_path("guides.show", code=code))

    def _service_address(self, code: str) -> str:
        if not has_route(self.request, "services.show"):
            return ""
        return str(self.request.route_path("services.show", code=code))
