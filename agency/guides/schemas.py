"""What the filters of the guides accept."""

from typing import Any

import colander

from agency.projects import FUNDING_WORDS
from tongban import fields


class FilterSchema(fields.Schema):
    """Filters in the URL; each is optional."""

    funding = fields.choice(
        "投资类型", [(f.value, words) for f, words in FUNDING_WORDS.items()], required=False
    )
    stage = fields.text("阶段", max=4, required=False)


def read_filters(params: Any) -> dict[str, str | None]:
    """Filters as understood; what is not understood does not filter."""
    values: dict[str, str | None] = {}
    for node in FilterSchema():
        try:
            values[node.name] = node.deserialize(params.get(node.name))
        except colander.Invalid:
            values[node.name] = None
    return values
