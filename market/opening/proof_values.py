"""The values that a selection is checked by, each with the moment at which it was fixed."""

from dataclasses import dataclass

from market.needs.models import Need
from market.opening.models import Beacon, SelectionResult
from market.opening.words import FIXED_BY
from market.selection import METHODS
from market.selection.terms import NOTICE
from tongban.accounts.models import Organisation
from tongban.web.filters import datetime_text


@dataclass(frozen=True)
class ProofValue:
    """One value: ``digest`` unless it is text that people read."""

    term: str
    value: str
    hint: str
    digest: bool = True


def proof_values(
    need: Need, result: SelectionResult, beacon: Beacon | None, fixer: Organisation | None
) -> list[ProofValue]:
    """All that is fixed by now, in the order in which it was."""
    quoting = METHODS[need.method].asks_quote
    what = "密封报价" if quoting else "密封报名"
    values = [
        ProofValue("承诺值", need.commit or "", "发布公告时公布，由系统保密的随机数算出。"),
        ProofValue(
            "封存根值",
            result.closing_root,
            f"截止时公布。由全部{what}的承诺值和填充值算出，看不出有几家报名。",
        ),
    ]
    record = result.record or {}
    snapshot = result.snapshot or record.get("snapshot")
    if snapshot:
        of = "全部报价和方法参数" if quoting else "全部报名、各报名单位自己的随机数和方法参数"
        values.append(
            ProofValue("名单摘要", snapshot, f"{_at(need)}公布名单时公布，由{of}算出，此后名单不能再变。")
        )
    if beacon is not None:
        values.append(_fixed(need, beacon, fixer))
    if record:
        values.append(ProofValue("随机数原值", record["secret"], "选取时公布，与承诺值对应。"))
        of = "随机数原值、名单摘要和公开随机值" if record["beacon"] else "随机数原值和名单摘要"
        values.append(ProofValue("排序种子", record["seed"], f"由{of}算出，抽取次序由它决定。"))
    return values


def _at(need: Need) -> str:
    return f"{datetime_text(need.opened_at, seconds=True)} " if need.opened_at else ""


def _fixed(need: Need, beacon: Beacon, fixer: Organisation | None) -> ProofValue:
    when = datetime_text(beacon.at, seconds=True)
    by = f"（{fixer.name}）" if fixer else ""
    if beacon.source == NOTICE:
        hint = (
            f"{when} 录入{by}。公告事先指定的是：{need.beacon_named or ''}。请自行查对。选取记录里称“信标”。"
        )
    else:
        hint = f"{when} 由{FIXED_BY[beacon.source]}{by}在名单公布之后确定，只能确定一次。选取记录里称“信标”。"
    return ProofValue("公开随机值", beacon.value, hint, digest=False)
