"""The proof page of a selection: what was fixed when, what came out, and the record to check it with."""

from collections.abc import Mapping
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from market.needs.failure import failure_words
from market.needs.find import find_need
from market.needs.models import Need
from market.needs.rules import NeedRules, rules_of
from market.opening.drawing import beacon_of
from market.opening.models import SelectionResult
from market.opening.proof import closed_entries, closing_proof, proof_problems, proof_words
from market.opening.proof_values import proof_values
from market.opening.reading import published_json, result_of, values_public, values_shown
from market.opening.tables import list_table, result_table
from market.opening.thread import waiting_step
from market.selection import METHODS
from market.words import PageWords
from tongban.accounts.models import Organisation
from tongban.errors import NotFound
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission


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
        rules = rules_of(self.request.db, self.request.registry[REGISTRY_KEY], need, self.request.now)
        beacon = beacon_of(self.request.db, need)
        fixer = self.request.db.get(Organisation, beacon.org_id) if beacon else None
        return {
            "need": need,
            "result": result,
            "record": result.record,
            "failure": failure_words(need),
            "quoting": METHODS[need.method].asks_quote,
            "beacon": beacon,
            "waiting": self._waiting(need, rules),
            "shown": values_shown(self.request, need),
            "public": values_public(self.request, need),
            "values": proof_values(need, result, beacon, fixer),
            **self._list(need, result, PageWords(rules)),
        }

    def _list(self, need: Need, result: SelectionResult, words: PageWords) -> dict[str, Any]:
        """The list, from the opening on; names only when the selection is over."""
        if need.opened_at is None:
            return {"table": None, "problems": (), "proof": ""}
        entries = closed_entries(self.request.db, need)
        proof = closing_proof(need, result, entries)
        over = need.state != "selecting" and result.record is not None
        shown = values_shown(self.request, need)
        return {
            "table": result_table(need, entries, shown, words) if over else list_table(entries),
            "proof": proof_words(proof),
            "problems": proof_problems(proof),
        }

    def _waiting(self, need: Need, rules: NeedRules) -> Any:
        """Whose turn it is, while a draw waits for its public value or for itself."""
        if need.state != "selecting":
            return None
        return PageWords(rules).next(waiting_step(self.request, need, rules))

    @view_config(route_name="needs.selection_json", request_method="GET", permission=Permission.PUBLIC)
    def record(self) -> Response:
        need, result = self._need_and_result()
        if result.record is None or not values_shown(self.request, need):
            raise NotFound("这份选取记录不对外公开。")
        return _download(result.record, f"{need.number}.json")

    @view_config(route_name="needs.entries_json", request_method="GET", permission=Permission.PUBLIC)
    def listing(self) -> Response:
        """The published list, whose digest is the snapshot; it is out before the public value is fixed."""
        need, result = self._need_and_result()
        if result.listing is None or not values_shown(self.request, need):
            raise NotFound("这份名单不对外公开。")
        return _download(result.listing, f"{need.number}-list.json")

    @view_config(route_name="needs.closing_json", request_method="GET", permission=Permission.PUBLIC)
    def closing(self) -> Response:
        need, result = self._need_and_result()
        if need.opened_at is None or not values_shown(self.request, need):
            raise NotFound("这份封存名单不对外公开。")
        proof = closing_proof(need, result, closed_entries(self.request.db, need))
        return _download(proof, f"{need.number}-closing.json")

    def _need_and_result(self) -> tuple[Need, SelectionResult]:
        need = find_need(self.request.db, self.request.matchdict["number"], self.request.actor)
        return need, result_of(self.request.db, need)


def _download(document: Mapping[str, Any], name: str) -> Response:
    response = Response(published_json(document), content_type="application/json", charset="utf-8")
    response.content_disposition = f'attachment; filename="{name}"'
    return response
