"""The public list and page of awards, the award letter, and declining."""

from collections.abc import Sequence
from typing import Any

import deform
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from market.awards.find import find_award, letter_of
from market.awards.forms import decline_reason
from market.awards.lifecycle import AWARD
from market.awards.models import Award
from market.awards.thread import coming_steps, done_steps
from market.awards.wiring import award_service, foresee_reserves
from market.entries.foresight import NOBODY
from market.entries.models import Entry
from market.needs.models import Need
from market.needs.rules import NeedRules, rules_of
from market.opening.models import SelectionResult
from market.outcome.loading import outcome_of
from market.outcome.thread import next_step, performed
from market.rules import METHOD_TITLES
from market.selection import METHODS
from market.words import PageWords, site_words
from tongban import fields
from tongban.db.keyset import page_of
from tongban.rules import REGISTRY_KEY
from tongban.rules.words import local_text
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Column, Confirm, Fact, Link, RuleBasis, Table
from tongban.web.forms import Form, Submission, handle_form


class AwardViews:
    """What anyone may read of awards, and the awardee's way out."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="awards.list",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="market:awards/templates/list.jinja2",
    )
    def list(self) -> dict[str, Any]:
        query = select(Award).options(joinedload(Award.need), joinedload(Award.entry).joinedload(Entry.org))
        order = (Award.proposed_at.desc(), Award.id.desc())
        page = page_of(self.request.db, query, order, self.request.GET.get("after"))
        words = site_words(self.request)
        return {"page": page, "words": words, "rows": self._table(page.rows, words)}

    @view_config(
        route_name="awards.show",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="market:awards/templates/show.jinja2",
    )
    def show(self) -> dict[str, Any]:
        award, request = self._award(), self.request
        need, rules = award.need, self._rules(award)
        words, outcome = PageWords(rules), outcome_of(request.db, award)
        can_decline = award.state in ("proposed", "confirmed", "letter_issued")
        done = [*done_steps(request, award, self._snapshot(need)), *performed(outcome)]
        return {
            "award": award,
            "words": words,
            "state": words.state(AWARD.states[award.state]),
            "facts": words.facts(self._facts(award, rules)),
            "done": words.done(done),
            "next": words.next(next_step(request, need, [outcome], rules)),
            "coming": words.coming(coming_steps(award)),
            "hint": local_text(rules, "awards.hint"),
            "may_decline": can_decline and permits(request.actor, Permission.MARKET_AWARD_DECLINE, award),
            "blocks": [block(request, award) for block in request.registry["market.award_blocks"]],
        }

    @view_config(route_name="awards.letter", request_method="GET", permission=Permission.PUBLIC)
    def letter(self) -> Response:
        return letter_of(self.request, self._award())

    @view_config(
        route_name="awards.decline",
        permission=Permission.MARKET_AWARD_DECLINE,
        renderer="market:awards/templates/decline.jinja2",
    )
    def decline(self) -> Any:
        request = self.request
        # Asked before this request's own transaction begins.
        sent_form = request.method == "POST"
        hooks = foresee_reserves(request.registry, request.matchdict["number"]) if sent_form else NOBODY
        award = self._award()
        request.work.require(Permission.MARKET_AWARD_DECLINE, award)
        rules = self._rules(award)
        points = RuleBasis.of(rules.ask("market.award.decline_points"))

        def confirm(sent: Submission) -> Confirm:
            facts = (
                Fact("采购项目", award.need.title, hint=award.need.number),
                Fact("放弃原因", sent.values["reason"]),
                Fact("信用扣分", rules.words("market.award.decline_points"), rule=points),
            )
            return Confirm(
                "放弃中选", facts, "确认放弃", warning="放弃后由候补机构递补，记入贵单位信用台账。"
            )

        def give_up(sent: Submission) -> HTTPSeeOther:
            award_service(request.work, request.registry, hooks).decline(award, sent.values["reason"])
            request.flash("已放弃中选，候补机构将依次递补。", "wait")
            return HTTPSeeOther(request.route_path("awards.show", number=award.number))

        schema = fields.Schema()
        schema.add(decline_reason())
        form = Form(schema, request=request, buttons=(deform.Button("decline", "下一步"),))
        return handle_form(request, form, give_up, confirm=confirm, award=award)

    def _award(self) -> Award:
        return find_award(self.request.db, self.request.matchdict["number"])

    def _rules(self, award: Award) -> NeedRules:
        return rules_of(self.request.db, self.request.registry[REGISTRY_KEY], award.need, self.request.now)

    def _snapshot(self, need: Need) -> str:
        result = self.request.db.scalar(select(SelectionResult).filter_by(need_id=need.id))
        return str(result.record["snapshot"]) if result is not None and result.record else ""

    def _facts(self, award: Award, rules: NeedRules) -> Sequence[Fact]:
        need = award.need
        return (
            Fact("公示文号", award.notice_number),
            Fact("中选机构", award.entry.org.name),
            Fact("统一社会信用代码", award.entry.org.uscc),
            Fact("中选金额", money=award.amount_fen, words=True),
            Fact("采购项目", Link(need.title, self.request.route_path("needs.show", number=need.number))),
            Fact("项目业主", need.owner.name),
            self._ruled(rules, "公示期", "market.award.notice_wd"),
            Fact("选取方式", METHOD_TITLES[need.method]),
            *(self._ruled(rules, shown.term, shown.key) for shown in METHODS[need.method].shown),
            Fact("中选通知书", award.letter_number or "公示期满后发出"),
            self._ruled(rules, "签订合同时限", "market.contract.sign_wd"),
            self._ruled(rules, "合同备案时限", "market.contract.file_wd"),
        )

    @staticmethod
    def _ruled(rules: NeedRules, term: str, key: str) -> Fact:
        return Fact(term, rules.words(key), rule=RuleBasis.of(rules.ask(key)))

    def _table(self, awards: Sequence[Award], words: PageWords) -> Table:
        columns = (
            Column("采购项目", "link", main=True),
            Column(words("中选机构")),
            Column(words("中选金额"), "money"),
            Column("公示时间", "date"),
            Column("状态", "state"),
        )
        rows = [
            (
                Link(award.need.title, self.request.route_path("awards.show", number=award.number)),
                award.entry.org.name,
                award.amount_fen,
                award.proposed_at,
                words.state(AWARD.states[award.state]),
            )
            for award in awards
        ]
        return Table(words("中选公示"), columns, rows)
