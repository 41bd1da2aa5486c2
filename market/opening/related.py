"""What a region's policy makes of related entrants at the opening (``market.recusal.related_policy``)."""

from collections.abc import Iterable, Sequence

from market.entries.eligibility import Refusal
from market.entries.models import RelationFlag
from market.entries.relations import KINDS

#: Policies of the rule packs; ``flag_for_review`` leaves the decision to a person.
REJECT_BOTH, KEEP_EARLIEST = "reject_both", "keep_earliest"


def related_exclusions(
    flags: Iterable[RelationFlag], entry_ids: Sequence[int], policy: str
) -> dict[int, Refusal]:
    """Which entries are excluded, by entry id. ``entry_ids`` stand in the order of registration."""
    standing = set(entry_ids)
    excluded: dict[int, Refusal] = {}
    for flag in flags:
        pair = (flag.first_entry_id, flag.second_entry_id)
        if not standing.issuperset(pair) or policy not in (REJECT_BOTH, KEEP_EARLIEST):
            continue
        refusal = Refusal("related", f"与另一报名单位存在关联（{KINDS.get(flag.kind, flag.kind)}）。")
        out = pair if policy == REJECT_BOTH else (max(pair, key=entry_ids.index),)
        excluded |= dict.fromkeys(out, refusal)
    return excluded
