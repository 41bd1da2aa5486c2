"""Random draw (随机抽取): every valid entrant has the same chance, the order of drawing is the ranking."""

from collections.abc import Sequence

from market.selection.randomness import Stream
from market.selection.record import Entry, Json, Params, RecordError


class Draw:
    """The method ``draw`` (domain-rules §2.6 A): the valid entries by id, shuffled."""

    name = "draw"
    title = "随机抽取"
    value_title = ""
    param_names = frozenset[str]()

    def check_params(self, params: Json) -> None:
        """A draw asks for nothing beyond what every method asks for."""

    def check_entry(self, path: str, entry: Entry, params: Params) -> None:
        """An entrant of a draw offers no value: the price stands in the notice."""
        if entry.value is not None:
            raise RecordError(
                f"{path}.value", "随机抽取不报价，应为 null。", "must be null: a draw has no quotes"
            )

    def rank(self, entries: Sequence[Entry], params: Params, stream: Stream) -> list[str]:
        """All entries' ids, the winner first; the order in which they are passed in does not matter."""
        return stream.shuffle(sorted(entry.id for entry in entries))
