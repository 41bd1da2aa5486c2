"""What a selection ends in: a ranking, or a failure with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from market.selection.methods import Method
from market.selection.randomness import Stream
from market.selection.record import Entry, Params

FailReason = Literal["no_entry", "below_minimum", "all_invalid"]


@dataclass(frozen=True, slots=True)
class Failed:
    """No ranking: too few valid entries (流标). Nobody is chosen among those who remain."""

    reason: FailReason
    valid: int
    minimum: int

    @property
    def why(self) -> str:
        """The reason in words."""
        if self.reason == "no_entry":
            return "没有人报名，流标。"
        if self.reason == "all_invalid":
            return "所有报名均无效，流标。"
        return f"有效报名 {self.valid} 家，少于最低 {self.minimum} 家，流标。"


@dataclass(frozen=True, slots=True)
class Ranked:
    """Everybody in order: the winner first, then the reserves, as many as the need allows (None: all)."""

    ranking: tuple[str, ...]
    reserve_count: int | None

    @property
    def winner(self) -> str:
        """The id of the entry in first place."""
        return self.ranking[0]

    @property
    def reserves(self) -> tuple[str, ...]:
        """Who follows, in order, should the winner decline."""
        rest = self.ranking[1:]
        return rest if self.reserve_count is None else rest[: self.reserve_count]


def decide(method: Method, entries: Sequence[Entry], params: Params, stream: Stream) -> Ranked | Failed:
    """Rank the valid entries, unless they are fewer than ``params.minimum`` (domain-rules §2.6, preamble).

    Excluded entries are out before anything is counted. The entries must have passed ``parse``.
    """
    failed = shortfall(entries, params)
    if failed is not None:
        return failed
    valid = [entry for entry in entries if entry.status == "valid"]
    return Ranked(tuple(method.rank(valid, params, stream)), params.get("reserves"))


def shortfall(entries: Sequence[Entry], params: Params) -> Failed | None:
    """The failure that the list alone decides, before there is any seed; None if there are enough."""
    valid = sum(entry.status == "valid" for entry in entries)
    minimum: int = params["minimum"]
    if valid >= minimum:
        return None
    if not entries:
        return Failed("no_entry", 0, minimum)
    return Failed("below_minimum" if valid else "all_invalid", valid, minimum)
