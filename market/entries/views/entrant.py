"""What an entrant does: register and quote, look at its receipts, withdraw."""

import re
from typing import Any

from markupsafe import Markup
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config
from sqlalchemy import select

from market.enrolments.models import Practitioner
from market.entries.blocks import own_facts
from market.entries.errors import NoEntry, NotOpenForEntries
from market.entries.foresight import NOBODY, foresee_entrant
from market.entries.forms import entry_form, withdraw_form
from market.entries.models import Entry, Quote
from market.entries.sealed import open_quote
from market.entries.service import EntryService, Offer
from market.entries.wiring import arrival_of, entry_service
from market.entries.words import quoting, state_label, what_is_sent
from market.hookspecs import MarketHooks
from market.needs.facts import basis_facts
from market.needs.find import find_need
from market.needs.models import Need
from market.needs.rules import NeedRules, rules_of
from market.selection import METHODS
from market.words import PageWords
from tongban.money import daxie, format_yuan_unit
from tongban.once.key import act_key
from tongban.rules import REGISTRY_KEY
from tongban.rules.words import local_text
from tongban.sealing import SealError, new_nonce
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Confirm, Fact
from tongban.web.filters import datetime_text
from tongban.web.forms import Submission, handle_form

_NONCE = re.compile(r"[0-9a-f]{64}")


class EntrantViews:
    """The pages of one intermediary's own entries; nobody else's exist here."""

    def __init__(self, request: Request) -> None:
        self.request = request

    def _service(self, hooks: MarketHooks) -> EntryService:
        return entry_service(self.request, hooks)

    @view_config(
        route_name="entries.new",
        permission=Permission.MARKET_ENTRY_SUBMIT,
        renderer="market:entries/templates/new.jinja2",
    )
    def new(self) -> Any:
        request = self.request
        # Asked before this request's own transaction begins.
        hooks = foresee_entrant(request.registry, request.matchdict["number"], request.actor.org_id)
        need = find_need(request.db, request.matchdict["number"], request.actor)
        if need.published_at is None or (request.method == "GET" and need.state != "registering"):
            raise NotOpenForEntries
        form = entry_form(request, need)
        own = self._own(need)

        def confirm(sent: Submission) -> Confirm:
            return self._confirmation(need, form, sent)

        def submit(sent: Submission) -> HTTPSeeOther:
            outcome = self._service(hooks).submit(need, self._offer(sent), arrival_of(self.request))
            return HTTPSeeOther(request.route_path("receipts.show", number=outcome.receipt_number))

        return handle_form(
            request,
            form,
            submit,
            confirm=confirm,
            need=need,
            own=own,
            quoting=quoting(need),
            basis=basis_facts(need),
            hint=local_text(self._rules(need), "entries.hint"),
            refusals=self._service(hooks).check(need) if request.method == "GET" else (),
        )

    def _rules(self, need: Need) -> NeedRules:
        return rules_of(self.request.db, self.request.registry[REGISTRY_KEY], need, self.request.now)

    def _offer(self, sent: Submission) -> Offer:
        nonce = (sent.values.get("nonce") or "").lower()
        return Offer(
            value_fen=sent.values.get("value"),
            practitioner_id=int(sent.values["practitioner"]),
            nonce=nonce if _NONCE.fullmatch(nonce) else new_nonce().hex(),
            form_key=act_key(self.request) or sent.key,
        )

    def _confirmation(self, need: Need, form: Any, sent: Submission) -> Confirm:
        people = dict(form["practitioner"].schema.typ.options)
        what, value = what_is_sent(need), sent.values.get("value")
        facts = (
            Fact("采购项目", need.title, hint=need.number),
            self._price(need, value),
            Fact("项目负责人", people[sent.values["practitioner"]]),
            *self._random(need, sent),
        )
        warning = f"{what}提交后即密封，截止前任何人都看不到；截止前可以修改或撤回。"
        return Confirm(f"核对{what}", facts, f"提交{what}", warning=warning)

    def _random(self, need: Need, sent: Submission) -> tuple[Fact, ...]:
        """The entrant's own random value, where chance decides: to write down what goes into the draw."""
        value = (sent.values.get("nonce") or "").lower()
        if quoting(need) or not _NONCE.fullmatch(value):
            return ()
        hint = "由您的浏览器生成，参与抽取；提交后任何人都不能替换。回执的留底里也有。"
        return (Fact("贵单位的随机数", Markup('<code class="digest">{}</code>').format(value), hint=hint),)

    def _price(self, need: Need, value: int | None) -> Fact:
        """The quote, or the price of the notice where there is none."""
        if value is None:
            return Fact(METHODS[need.method].price.title, money=need.ceiling_fen, words=True)
        return Fact("报价", format_yuan_unit(value), hint=f"大写：{daxie(value)}")

    @view_config(
        route_name="entries.show",
        request_method="GET",
        permission=Permission.DESK,
        renderer="market:entries/templates/show.jinja2",
    )
    def show(self) -> dict[str, Any]:
        entry = self._entry()
        return {
            "entry": entry,
            "need": entry.need,
            "quoting": quoting(entry.need),
            "state": PageWords(self._rules(entry.need)).label(state_label(entry)),
            "quotes": [(quote, self._opened(entry, quote)) for quote in reversed(entry.quotes)],
            "facts": self._facts(entry),
            "may_change": self._may_change(entry),
        }

    @view_config(
        route_name="entries.withdraw",
        permission=Permission.DESK,
        renderer="market:entries/templates/withdraw.jinja2",
    )
    def withdraw(self) -> Any:
        need = find_need(self.request.db, self.request.matchdict["number"], self.request.actor)
        entry = self._own(need)
        if entry is None:
            raise NoEntry

        def leave(_sent: Submission) -> HTTPSeeOther:
            receipt = self._service(NOBODY).withdraw(entry, arrival_of(self.request))
            return HTTPSeeOther(self.request.route_path("receipts.show", number=receipt.number))

        return handle_form(self.request, withdraw_form(self.request, need), leave, entry=entry, need=need)

    def _entry(self) -> Entry:
        entry = self.request.db.scalar(select(Entry).filter_by(number=self.request.matchdict["number"]))
        if entry is None or not permits(self.request.actor, Permission.MARKET_ENTRY_READ_OWN, entry):
            raise NoEntry("没有找到这条报名。")
        return entry

    def _own(self, need: Need) -> Entry | None:
        return self.request.db.scalar(
            select(Entry).filter_by(need_id=need.id, org_id=self.request.actor.org_id)
        )

    def _facts(self, entry: Entry) -> list[Fact]:
        person = self.request.db.get(Practitioner, entry.practitioner_id) if entry.practitioner_id else None
        leader = Fact("项目负责人", f"{person.name}（{person.certificate_kind}）" if person else "")
        end = Fact("报名截止", datetime_text(entry.need.ends_at))
        return [end, leader, *(fact for fact in own_facts(entry) if fact.term not in ("状态", "回执号"))]

    def _may_change(self, entry: Entry) -> bool:
        need = entry.need
        open_ = need.state == "registering" and self.request.now < need.ends_at
        return open_ and entry.state in ("submitted", "withdrawn")

    def _opened(self, entry: Entry, quote: Quote) -> Any:
        try:
            return open_quote(self.request.registry["tongban.seal_keys"], entry, quote)
        except SealError:
            return None
