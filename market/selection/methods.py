"""The methods of selection, behind one small protocol."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from market.selection.draw import Draw
from market.selection.lowest_price import LowestPrice
from market.selection.randomness import Stream
from market.selection.record import Entry, Json, Params
from market.selection.terms import Price, RuleValues, Shown


class Method(Protocol):
    """One way of selecting; all that the rest of the market asks of it, so that nothing else knows its name.

    ``name`` stands in records, rules, REST and code; ``title`` is what people read; ``value_title`` says what
    an entry's value is (empty: there is none); ``param_names`` are the parameters the method needs, beside
    ``minimum``, which all need, and ``reserves``, which all may have.

    ``summary`` says in a few words who is chosen. ``asks_quote``: an entry carries a value, sealed until the
    opening. ``price``: the figure the owner states. ``shown``: rules that the notice shows with the method.
    """

    name: str
    title: str
    summary: str
    value_title: str
    param_names: frozenset[str]
    asks_quote: bool
    price: Price
    shown: tuple[Shown, ...]

    def params(self, price: int | None, rules: RuleValues) -> Json:
        """The record's parameters but for ``minimum``, from the owner's price (分) and the region's rules."""

    def beacon(self, rules: RuleValues) -> str:
        """Whether the selection waits for a public value, and whose: "witness", "notice" or "none"."""

    def refuse_value(self, value: int | None, price: int | None) -> str | None:
        """Why an entrant may not send this value (one Chinese sentence), or None."""

    def award_amount(self, price: int | None, value: int | None) -> int:
        """What the chosen entrant is awarded, in 分: by the owner's price, or by the entry's value."""

    def check_params(self, params: Json) -> None:
        """Check the method's own parameters, all of them present; raises RecordError naming the wrong one."""

    def check_entry(self, path: str, entry: Entry, params: Params) -> None:
        """Check what the method asks of an entry, valid or excluded; raises RecordError below ``path``."""

    def rank(self, entries: Sequence[Entry], params: Params, stream: Stream) -> list[str]:
        """Every entry's id once, the winner first, whatever the order of ``entries``."""


_ALL: tuple[Method, ...] = (LowestPrice(), Draw())

METHODS: Mapping[str, Method] = {method.name: method for method in _ALL}
