"""What an intermediary's public page says of its ratings."""

from typing import Any

from markupsafe import Markup
from pyramid.renderers import render
from pyramid.request import Request

from market.evaluations.scores import DIMENSIONS, stars
from market.evaluations.service import published_of


def evaluations_block(request: Request, enrolment: Any) -> Markup:
    """The published evaluations, newest first; defaults are marked as such."""
    rows = [
        {
            "title": evaluation.contract.award.need.title,
            "number": evaluation.contract.award.need.number,
            "at": evaluation.rated_at,
            "stars": stars(evaluation.scores),
            "scores": [(title, evaluation.scores[key]) for key, title in DIMENSIONS.items()],
            "comment": evaluation.comment,
            "defaulted": evaluation.state == "defaulted",
        }
        for evaluation in published_of(request.db, enrolment.org_id)
    ]
    page = render("market:evaluations/templates/block.jinja2", {"rows": rows}, request=request)
    return Markup(page)  # noqa: S704 - made by our own template, which escapes every value
