"""The proof page of a selection: what was fixed when, what came out, and the record to check it with."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import select

from market.entries.eligibility import REASON_WORDS
from market.entries.models import Entry
from market.needs.failure import FAILURES
from market.needs.find import find_need
from market.needs.models import Need
from market.needs.rules import NeedRules, rules_of
from market.opening.models import SelectionResult
from market.opening.proof import closed_entries, closing_proof, proof_problems, proof_words
from tongban.errors import NotFound
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Column, StateLabel, Table
from tongban.web.filters import datetime_text


class SelectionViews:
    """What the public may check; a region may hide the values of those who lost (仅监管可核)."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="needs.selection",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="market:opening/templates/selection.jinja2",
    )
    def page(self) -> dict[str, Any]:
        need, result = self._need_and_result()
        shown = self._values_shown(need)
        entries = closed_entries(self.request.db, need) if result.record else ()
        proof = closing_proof(need, result, entries) if result.record else None
        return {
            "need": need,
            "result": result,
            "record": result.record,
            "failure": FAILURES.get(need.failure or "", ""),
            "shown": shown,
            "public": self._values_public(need),
            "table": self._table(entries, shown) if entries else None,
            "proof": proof_words(proof) if proof else "",
            "problems": proof_problems(proof) if proof else (),
        }

    @view_config(route_name="needs.selection_json", request_method="GET", permission=Permission.PUBLIC)
    def record(self) -> Response:
        need, result = self._need_and_result()
        if result.record is None or not self._values_shown(need):
            raise NotFound("这份选取记录不对外公开。")
        return _download(result.record, f"{need.number}.json")

    @view_config(route_name="needs.closing_json", request_method="GET", permission=Permission.PUBLIC)
    def closing(self) -> Response:
        need, result = self._need_and_result()
        if result.record is None or not self._values_shown(need):
            raise NotFound("这份封存名单不对外公开。")
        proof = closing_proof(need, result, closed_entries(self.request.db, need))
        return _download(proof, f"{need.number}-closing.json")

    def _need_and_result(self) -> tuple[Need, SelectionResult]:
        need = find_need(self.request.db, self.request.matchdict["number"], self.request.actor)
        result = self.request.db.scalar(select(SelectionResult).filter_by(need_id=need.id))
        if result is None:
            raise NotFound("这项采购还没有截止，没有选取记录。")
        return need, result

    def _values_shown(self, need: Need) -> bool:
        """To everybody, or where the region hides them to whoever supervises."""
        supervising = permits(self.request.actor, Permission.MARKET_RECORD_READ, need)
        return supervising or self._values_public(need)

    def _values_public(self, need: Need) -> bool:
        rules: NeedRules = rules_of(
            self.request.db, self.request.registry[REGISTRY_KEY], need, self.request.now
        )
        return bool(rules.value("market.public.show_losing_quotes"))

    def _table(self, entries: Sequence[Entry], shown: bool) -> Table:
        columns = (
            Column("排名", "number"),
            Column("单位", main=True),
            Column("代号"),
            Column("报价", "money"),
            Column("信用分", "number"),
            Column("收到时间"),
            Column("结论", "state"),
        )
        ranked = sorted(entries, key=lambda e: (e.rank is None, e.rank or 0, e.id))
        rows = [self._row(entry, shown or entry.rank == 1) for entry in ranked]
        return Table("报价与排名", columns, rows)

    def _row(self, entry: Entry, shown: bool) -> tuple[Any, ...]:
        if entry.reason_code:
            verdict = StateLabel(f"无效：{REASON_WORDS.get(entry.reason_code, '不符合条件')}", "late")
        elif entry.rank == 1:
            verdict = StateLabel("排名第一", "done")
        else:
            verdict = StateLabel("有效", "ink")
        value = entry.value_fen if shown else None
        last = datetime_text(entry.quotes[-1].received_at, seconds=True) if entry.quotes else ""
        return (entry.rank or "", entry.org.name, entry.label, value, entry.credit, last, verdict)


def _download(document: Mapping[str, Any], name: str) -> Response:
    response = Response(
        json.dumps(document, ensure_ascii=False, indent=1), content_type="application/json", charset="utf-8"
    )
    response.content_disposition = f'attachment; filename="{name}"'
    return response
