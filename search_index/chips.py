"""The filters above the hits: by kind and by place, each with how many hits it leaves."""

from collections.abc import Mapping

from pyramid.request import Request

from search_index.backend import Wanted
from search_index.kinds import Kinds
from search_index.places import region_titles
from search_index.service import Answer
from tongban.web.components import Chip, ChipGroup

#: Places offered; the ones with most hits.
MAX_REGIONS = 12


def chip_groups(request: Request, kinds: Kinds, wanted: Wanted, answer: Answer) -> tuple[ChipGroup, ...]:
    """Filters that would leave hits, and the ones in force, which a press takes away."""
    titles = {kind.name: kind.title for kind in kinds}
    by_kind = {
        name: answer.kinds.get(name, 0) for name in titles if name in answer.kinds or name == wanted.kind
    }
    counts = sorted(answer.regions.items(), key=lambda item: (-item[1], item[0]))[:MAX_REGIONS]
    by_region = dict(counts)
    if wanted.region is not None:
        by_region.setdefault(wanted.region, answer.regions.get(wanted.region, answer.total))
    names = region_titles(request.db, by_region.keys())
    groups = (
        ChipGroup("类别", _chips(request, "kind", by_kind, titles, wanted.kind)),
        ChipGroup("地区", _chips(request, "region", by_region, names, wanted.region)),
    )
    return tuple(group for group in groups if group.chips)


def _chips(
    request: Request, name: str, counts: Mapping[str, int], titles: Mapping[str, str], chosen: str | None
) -> tuple[Chip, ...]:
    return tuple(
        Chip(titles[value], _href(request, name, None if value == chosen else value), value == chosen, number)
        for value, number in counts.items()
    )


def _href(request: Request, name: str, value: str | None) -> str:
    query = [(key, old) for key, old in request.GET.items() if key not in (name, "page")]
    if value is not None:
        query.append((name, value))
    return str(request.route_path("search.page", _query=query))
