"""Random draw (随机抽取): every valid entrant has the same chance, the order of drawing is the ranking."""

from collections.abc import Sequence

from market.selection.randomness import Stream
from market.selection.record import Entry, Json, Params, RecordError
from market.selection.terms import Price, RuleValues, Shown


class Draw:
    """The method ``draw`` (domain-rules §2.6 A): the valid entries by id, shuffled."""

    name = "draw"
    title = "随机抽取"
    summary = "不报价，在有效的报名单位中随机抽取"
    value_title = ""
    param_names = frozenset[str]()
    asks_quote = False
    price = Price("固定价格", "中选机构按这个价格签约。")
    shown: tuple[Shown, ...] = (
        Shown("公开随机值", "market.draw.beacon"),
        Shown("确定随机值时限", "market.draw.beacon_wd"),
        Shown("候补家数", "market.draw.reserves"),
    )

    def params(self, price: int | None, rules: RuleValues) -> Json:
        """How many reserves follow the winner."""
        return {"reserves": int(rules.value("market.draw.reserves"))}

    def beacon(self, rules: RuleValues) -> str:
        """What the region says; chance decides everything here."""
        return str(rules.value("market.draw.beacon"))

    def refuse_value(self, value: int | None, price: int | None) -> str | None:
        """Any value at all."""
        return None if value is None else "随机抽取不报价，价格以公告为准。"

    def award_amount(self, price: int | None, value: int | None) -> int:
        """The fixed price of the notice."""
        return price or 0

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
