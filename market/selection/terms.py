"""What a method is told of a need, and what the notice says of a method."""

from dataclasses import dataclass
from typing import Any, Protocol


class RuleValues(Protocol):
    """As much of a region's rules as a method asks: values by key, live or pinned."""

    def value(self, key: str) -> Any:
        """The answer of a key."""
        ...


@dataclass(frozen=True, slots=True)
class Price:
    """The one figure in 分 that the owner states: what it is called, and what the form says about it."""

    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule that the notice shows because of the method: the term, and the key that answers it."""

    term: str
    key: str


#: Where the public value comes from that is fixed after the list is out (``market.draw.beacon``): a witness
#: types it, the notice named it beforehand, or there is none.
WITNESS, NOTICE, NO_BEACON = "witness", "notice", "none"
