"""What the filters of the service catalogue accept."""

from typing import Any

import colander

from market.catalogue.catalogue import MAX_QUERY
from market.catalogue.present import STANDINGS
from tongban import fields


class FilterSchema(fields.Schema):
    """Filters in the URL; each is optional."""

    #: Not ``q``: that is the search of the whole site in the frame.
    find = fields.text("查找", max=MAX_QUERY, required=False)
    group = fields.text("类别", max=40, required=False)
    standing = fields.choice("资质", STANDINGS, required=False)


def read_filters(params: Any) -> tuple[dict[str, str | None], dict[str, str]]:
    """Filters and, per field, why one was not understood; what is not understood does not filter."""
    given = {node.name: params.get(node.name) for node in FilterSchema()}
    values: dict[str, str | None] = {}
    problems: dict[str, str] = {}
    for node in FilterSchema():
        try:
            values[node.name] = node.deserialize(given[node.name])
        except colander.Invalid as invalid:
            values[node.name] = None
            problems |= invalid.asdict()
    return values, problems
