"""The methods of selection, behind one small protocol."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from market.selection.draw import Draw
from market.selection.lowest_price import LowestPrice
from market.selection.randomness import Stream
from market.selection.record import Entry, Json, Params


class Method(Protocol):
    """One way of selecting.

    ``name`` stands in records, rules, REST and code; ``title`` is what people read; ``value_title`` says what
    an entry's value is (empty: there is none); ``param_names`` are the parameters the method needs, beside
    ``minimum``, which all need, and ``reserves``, which all may have.
    """

    name: str
    title: str
    value_title: str
    param_names: frozenset[str]

    def check_params(self, params: Json) -> None:
        """Check the method's own parameters, all of them present; raises RecordError naming the wrong one."""

    def check_entry(self, path: str, entry: Entry, params: Params) -> None:
        """Check what the method asks of an entry, valid or excluded; raises RecordError below ``path``."""

    def rank(self, entries: Sequence[Entry], params: Params, stream: Stream) -> list[str]:
        """Every entry's id once, the winner first, whatever the order of ``entries``."""


_ALL: tuple[Method, ...] = (LowestPrice(), Draw())

METHODS: Mapping[str, Method] = {method.name: method for method in _ALL}
