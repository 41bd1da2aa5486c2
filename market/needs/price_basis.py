"""What a price covers (报价口径), as data: one home for the options, their words and the sentence."""

from collections.abc import Mapping
from typing import Any

from tongban.money import format_percent

TAX: dict[str, str] = {"included": "含税", "excluded": "不含税"}

#: Costs that quotes notoriously differ by.
COSTS: dict[str, str] = {
    "review_fee": "评审费",
    "expert_fee": "专家费",
    "testing_fee": "检测费",
    "travel": "差旅费",
}
COVER: dict[str, str] = {
    "included": "含在价格内",
    "excluded": "不含，由业主另付",
    "none": "本项目没有这项费用",
}


def lines(basis: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Term and words for each part, in the order of the form; parts that were not stated are left out."""
    found = []
    tax = basis.get("tax")
    if tax in TAX:
        rate = basis.get("tax_rate_bp")
        found.append(
            ("税费", TAX[tax] + (f"（税率 {format_percent(rate)}）" if isinstance(rate, int) else ""))
        )
    found += [(title, COVER[basis[key]]) for key, title in COSTS.items() if basis.get(key) in COVER]
    if basis.get("copies"):
        found.append(("成果份数", f"{basis['copies']} 份"))
    if basis.get("revisions") is not None:
        found.append(("免费修改", f"{basis['revisions']} 次"))
    return found
