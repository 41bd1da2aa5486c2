"""Lowest price (竞价选取): one sealed quote each, the lowest wins, ties go along a stated chain."""

from collections.abc import Callable, Sequence
from itertools import groupby

from market.selection.randomness import Stream
from market.selection.record import Entry, Json, Params, RecordError
from market.selection.terms import NO_BEACON, Price, RuleValues, Shown
from tongban import strict as checks
from tongban.money import format_yuan

DRAW = "draw"

#: What each step of a tie chain compares; smaller is better, hence the sign before credit.
_STEPS: dict[str, Callable[[Entry], int | str]] = {
    "credit": lambda entry: -entry.credit,
    "received": lambda entry: entry.received,
}


class LowestPrice:
    """The method ``lowest_price`` (domain-rules §2.6 D): integer 分, valid when 0 < value ≤ ceiling."""

    name = "lowest_price"
    title = "竞价选取（最低价）"
    summary = "密封报价，有效报价中最低的中选"
    value_title = "报价（分）"
    param_names = frozenset({"ceiling", "tie_chain"})
    asks_quote = True
    price = Price("最高限价", "报价高于这个金额无效。")
    shown: tuple[Shown, ...] = (
        Shown("同价时依次比较", "market.tie_break"),
        Shown("未中选报价", "market.public.show_losing_quotes"),
    )

    def params(self, price: int | None, rules: RuleValues) -> Json:
        """The ceiling, and the region's chain for equal quotes."""
        return {"ceiling": price, "tie_chain": list(rules.value("market.tie_break"))}

    def beacon(self, rules: RuleValues) -> str:
        """None: chance decides only what price, credit and time leave open."""
        return NO_BEACON

    def refuse_value(self, value: int | None, price: int | None) -> str | None:
        """No quote, or one above the ceiling."""
        if value is None:
            return "请填写报价。"
        if price is not None and value > price:
            return f"报价高于最高限价 {format_yuan(price)} 元，请填写不高于限价的金额。"
        return None

    def award_amount(self, price: int | None, value: int | None) -> int:
        """What was quoted."""
        return value or 0

    def check_params(self, params: Json) -> None:
        """A ceiling in 分, and a tie chain without repeats that ends in ``draw``.

        A chain without a draw could end in a tie that a person or the order of rows would have to settle.
        """
        checks.integer("params.ceiling", params["ceiling"], low=1)
        chain = checks.items("params.tie_chain", params["tie_chain"])
        for i, step in enumerate(chain):
            path = f"params.tie_chain[{i}]"
            checks.choice(path, step, (*_STEPS, DRAW))
            if step in chain[:i]:
                raise RecordError(path, f"{step} 重复出现。", f"{step} stands twice")
        if chain[-1:] != [DRAW]:
            raise RecordError("params.tie_chain", "最后一步应为 draw（抽取）。", "must end in draw")

    def check_entry(self, path: str, entry: Entry, params: Params) -> None:
        """A valid entry quotes more than zero and at most the ceiling; an excluded one any amount or none."""
        if entry.status == "valid":
            checks.integer(f"{path}.value", entry.value, low=1, high=params["ceiling"])

    def rank(self, entries: Sequence[Entry], params: Params, stream: Stream) -> list[str]:
        """All entries' ids, the winner first; the order in which they are passed in does not matter.

        Each tied group, from the best, is taken by id and shuffled by the running stream.
        """
        steps = [_STEPS[step] for step in params["tie_chain"] if step != DRAW]

        def merit(entry: Entry) -> tuple[int | str | None, ...]:
            return (entry.value, *(step(entry) for step in steps))

        by_id = sorted(entries, key=lambda entry: entry.id)
        ranking: list[str] = []
        for _, tied in groupby(sorted(by_id, key=merit), key=merit):
            ranking += stream.shuffle([entry.id for entry in tied])
        return ranking
