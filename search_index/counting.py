"""The numbers beside an answer, from groups of equal documents."""

from collections import Counter
from collections.abc import Iterable

#: Kind, region, chain of regions, and how many visible hits are alike in these.
Group = tuple[str, str, tuple[str, ...], int]


def tally(
    groups: Iterable[Group], kind: str | None, region: str | None
) -> tuple[int, dict[str, int], dict[str, int]]:
    """The total within kind and region, hits by kind within the region, hits by region within the kind.

    A region counts what lies in it and below, and stands there when a hit is its own.
    """
    total = 0
    kinds: Counter[str] = Counter()
    within: Counter[str] = Counter()
    own: set[str] = set()
    for its_kind, its_region, chain, number in groups:
        in_region = region is None or region in chain
        in_kind = kind is None or kind == its_kind
        if in_region:
            kinds[its_kind] += number
        if in_kind:
            own.add(its_region)
            within.update(dict.fromkeys(chain, number))
        if in_region and in_kind:
            total += number
    return total, dict(kinds), {code: within[code] for code in sorted(own)}
