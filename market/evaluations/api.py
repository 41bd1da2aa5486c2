"""Evaluations for programs: the owner's rating, and what is public of it."""

from collections.abc import Callable
from typing import Any

import colander
from sqlalchemy import select

from market.evaluations.lifecycle import EVALUATION as LIFECYCLE
from market.evaluations.models import Evaluation
from market.evaluations.scores import DIMENSIONS, STAR_WORDS, stars
from market.evaluations.service import EvaluationService
from tongban import fields
from tongban.errors import NotFound
from tongban.rest.operation import Call, Reply, fixed, operation
from tongban.rest.shapes import shape, state_fields
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.security.table import permits

EVALUATION = shape(
    "Evaluation",
    "服务评价",
    fields.text("编号", name="number"),
    *state_fields(LIFECYCLE),
    fields.text("合同", name="contract"),
    fields.text("采购需求", name="need"),
    fields.moment("评价期限", name="due_at"),
    *(fields.whole(f"{title}，1 至 5 分", name=key, required=False) for key, title in DIMENSIONS.items()),
    fields.whole("星级", name="stars", required=False),
    fields.long_text("评语", name="comment", required=False),
    fields.moment("评价时间", name="rated_at", required=False),
)
_HINT = "；".join(f"{count}：{words}" for count, words in STAR_WORDS.items())


@operation("GET", "/evaluations/{number}", "一条服务评价", Permission.PUBLIC, answer=EVALUATION)
def show(call: Call) -> Reply:
    """An evaluation: for its two sides, and once it is given for everybody."""
    return Reply(evaluation_values(_find(call)))


def _score(key: str, title: str) -> Callable[[], colander.SchemaNode]:
    return lambda: fields.whole(title, name=key, min=1, max=5, hint=_HINT)


def _comment() -> colander.SchemaNode:
    return fields.long_text("评语", name="comment", required=False, max=500, hint="会公开。")


@operation(
    "POST",
    "/evaluations/{number}/rate",
    "评价服务",
    Permission.MARKET_EVALUATE,
    body=fixed(*(_score(key, title) for key, title in DIMENSIONS.items()), _comment),
    answer=EVALUATION,
    note="只能评价一次；评价公开，并记入信用台账。",
)
def rate(call: Call) -> Reply:
    """The owner rates; once, and in public."""
    evaluation = _find(call)
    service = EvaluationService(call.work, call.request.registry[REGISTRY_KEY])
    scores = {key: call.values[key] for key in DIMENSIONS}
    service.rate(evaluation, scores, call.values["comment"])
    call.db.flush()
    return Reply(evaluation_values(evaluation))


def _find(call: Call) -> Evaluation:
    found = call.db.scalar(select(Evaluation).filter_by(number=call.number))
    if found is None or (
        found.rated_at is None and not permits(call.actor, Permission.MARKET_DELIVERABLE_READ, found)
    ):
        raise NotFound("没有找到这条评价。")
    return found


def evaluation_values(found: Evaluation) -> dict[str, Any]:
    """What whoever may see the evaluation is answered."""
    names = ("number", "state", "due_at", "comment", "rated_at")
    return {
        **{name: getattr(found, name) for name in names},
        **{key: found.scores.get(key) for key in DIMENSIONS},
        "state_title": LIFECYCLE.states[found.state].title,
        "contract": found.contract.number,
        "need": found.contract.award.need.number,
        "stars": stars(found.scores) if found.scores else None,
    }
