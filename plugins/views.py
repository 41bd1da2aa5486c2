"""What each region runs: a list of regions with rules of their own, and every answer of one region."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from pyramid.view import view_config
from sqlalchemy import exists, select

from plugins.describe import code_facts, levels_table, regions_table, rule_groups, standing_table
from plugins.installed import Found
from plugins.packs import packs_of
from plugins.start import FOUND
from tongban.db.keyset import page_of
from tongban.errors import NotFound
from tongban.regions.codes import is_region_code
from tongban.regions.models import Region
from tongban.regions.service import Place, chain, path_name
from tongban.rules.models import RulePack
from tongban.security import Permission
from tongban.web.components import PageNav, RuleBasis

PAGE_SIZE = 50


class PluginPages:
    """Public pages about local rules."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="plugins.page",
        request_method="GET",
        renderer="plugins:templates/page.jinja2",
        permission=Permission.PUBLIC,
    )
    def page(self) -> dict[str, Any]:
        """Regions with rules of their own, by code."""
        db, route = self.request.db, self.request.route_path
        ours = exists().where(RulePack.region == Region.code, RulePack.approved_by.is_not(None))
        after = self.request.GET.get("after")
        shown = page_of(db, select(Region).where(ours), [Region.code.asc()], after, PAGE_SIZE)
        packs = packs_of(db, [region.code for region in shown.rows])
        following = route("plugins.page", _query={"after": shown.next_cursor}) if shown.next_cursor else ""
        places = [(r.code, path_name(db, r.code), route("plugins.region", region=r.code)) for r in shown.rows]
        return {
            "table": regions_table(places, packs, self.request.now, self._running()) if shown.rows else None,
            "nav": PageNav(next_href=following, first_href="" if shown.is_first else route("plugins.page")),
        }

    @view_config(
        route_name="plugins.region",
        request_method="GET",
        renderer="plugins:templates/region.jinja2",
        permission=Permission.PUBLIC,
    )
    def region(self) -> dict[str, Any]:
        """Every answer of one region. Raises NotFound for a place that no table knows."""
        places = self._places()
        db, code = self.request.db, places[-1].code
        rules = self.request.rules_of(code)
        return {
            "name": path_name(db, code),
            "code": code,
            "groups": rule_groups(rules, lambda key: self._explanation(code, key)),
            "code_facts": code_facts(rules),
            "absent": [pack.name for pack in rules.absent],
            "table": standing_table(rules.packs, {place.code: place.name for place in places}),
            "digest": rules.hash,
            "missing": [rules.parameters.title(key) for key in rules.missing()],
        }

    @view_config(
        route_name="plugins.rule",
        request_method="GET",
        renderer="plugins:templates/rule.jinja2",
        permission=Permission.PUBLIC,
    )
    def rule(self) -> dict[str, Any]:
        """What each level said about one rule. Raises NotFound for a rule that nobody may write."""
        code, key = self._places()[-1].code, self.request.matchdict["key"]
        rules = self.request.rules_of(code)
        if key not in rules.parameters:
            raise NotFound("没有这一项规则。")
        parameter = rules.parameters[key]
        known = key in rules.answers
        return {
            "name": path_name(self.request.db, code),
            "code": code,
            "parameter": parameter,
            "answer": rules.words(key) if known else "没有规定",
            "basis": RuleBasis.of(rules.ask(key)) if known and rules.explain(key) else None,
            "table": levels_table(rules, key) if rules.explain(key) else None,
            "merged": parameter.merge == "by_key",
        }

    def _running(self) -> set[str]:
        found: Found = self.request.registry[FOUND]
        return {plugin.source for plugin in found.plugins}

    def _explanation(self, code: str, key: str) -> str:
        return str(self.request.route_path("plugins.rule", region=code, key=key))

    def _places(self) -> Sequence[Place]:
        """The region of the address with those above it."""
        code = self.request.matchdict["region"]
        if not is_region_code(code):
            raise NotFound("没有这个地区。地区代码是六位数字，开发区再加连字符和大写字母。")
        places = chain(self.request.db, code)
        if not places[-1].known:
            raise NotFound("没有这个地区，请核对地区代码。")
        return places
