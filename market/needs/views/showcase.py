"""The public showcase (展示): list, page, rules and feed of needs."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from market.hookspecs import DECIDED
from market.needs.facts import basis_facts, need_facts, public_entry_count, selection_facts
from market.needs.feed import atom_feed
from market.needs.filters import NeedFilters
from market.needs.find import find_need, showcase
from market.needs.lifecycle import NEED
from market.needs.models import Need
from market.needs.rules import rules_of
from market.needs.rules_table import rules_table
from market.needs.thread import coming_steps, done_steps, next_step
from market.opening.models import SelectionResult
from market.outcome.loading import outcomes_of
from market.outcome.thread import done_steps as outcome_steps
from market.outcome.thread import next_step as outcome_step
from market.words import PageWords, site_words
from tongban.db.keyset import page_of
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.web.components import Column, Link, Table

FEED_SIZE = 50


class ShowcaseViews:
    """What anyone may read of needs."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="needs.list",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="market:needs/templates/list.jinja2",
    )
    def list(self) -> dict[str, Any]:
        filters = NeedFilters(self.request)
        query = filters.apply()
        order = (Need.published_at.desc(), Need.id.desc())
        page = page_of(self.request.db, query, order, self.request.GET.get("after"))
        words = site_words(self.request)
        return {"page": page, "filters": filters, "words": words, "rows": self._table(page.rows, words)}

    def _table(self, needs: Sequence[Need], words: PageWords) -> Table:
        columns = (
            Column("采购项目", "link", main=True),
            Column("服务事项"),
            Column(words("项目业主")),
            Column("最高限价或固定价格", "money"),
            Column("报名截止", "datetime"),
            Column("进度", "state"),
        )
        rows = [
            (
                Link(need.title, self.request.route_path("needs.show", number=need.number)),
                str(need.service.get("name", "")),
                need.owner.name,
                need.ceiling_fen,
                need.ends_at,
                words.state(NEED.states[need.state]),
            )
            for need in needs
        ]
        return Table("采购公告", columns, rows)

    @view_config(
        route_name="needs.show",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="market:needs/templates/show.jinja2",
    )
    def show(self) -> dict[str, Any]:
        need = self._need()
        request = self.request
        rules = rules_of(request.db, request.registry[REGISTRY_KEY], need, request.now)
        words = PageWords(rules)
        result = request.db.scalar(select(SelectionResult).filter_by(need_id=need.id))
        entries = public_entry_count(request.db, need, rules)
        outcomes = outcomes_of(request.db, need.id)
        following = outcome_step(request, need, outcomes, rules)
        return {
            "need": need,
            "state": words.state(NEED.states[need.state]),
            "facts": words.facts(need_facts(request, need)),
            "basis": basis_facts(need),
            "selection": words.facts(selection_facts(need, rules, entries)),
            "done": words.done(done_steps(request, need, result, outcome_steps(request, outcomes))),
            "next": words.next(next_step(request, need, rules) or following),
            "coming": words.coming(coming_steps(need)),
            "blocks": [block(request, need) for block in request.registry["market.need_blocks"]],
        }

    @view_config(
        route_name="needs.rules",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="market:needs/templates/rules.jinja2",
    )
    def rules(self) -> dict[str, Any]:
        need = self._need()
        rules = rules_of(self.request.db, self.request.registry[REGISTRY_KEY], need, self.request.now)
        return {
            "need": need,
            "rules": rules,
            "rows": rules_table(rules),
            "programs": [(DECIDED.get(ref.hook, ref.hook), ref) for ref in rules.code],
            "pinned": need.rules_hash is not None,
        }

    @view_config(route_name="needs.atom", request_method="GET", permission=Permission.PUBLIC)
    def atom(self) -> Response:
        query = showcase().options(selectinload(Need.corrections))
        query = query.order_by(Need.published_at.desc(), Need.id.desc()).limit(FEED_SIZE)
        body = atom_feed(self.request.site, self.request.db.scalars(query).all(), self.request.now)
        return Response(body, content_type="application/atom+xml", charset="utf-8")

    def _need(self) -> Need:
        return find_need(self.request.db, self.request.matchdict["number"], self.request.actor)
