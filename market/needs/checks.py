"""What a region's rules ask of a need's owner, dates and method; each refusal names its field."""

from datetime import datetime

from market.needs.models import Need
from market.selection import METHODS
from market.selection.terms import NOTICE
from tongban.accounts.models import Organisation
from tongban.calendar import Calendar
from tongban.clock import local
from tongban.errors import InvalidField, StaleEdit
from tongban.lifecycle import GuardFailed
from tongban.rules import Rules

ENDS_AT = "selection.ends_at"


def check_owner(owner: Organisation, rules: Rules) -> None:
    """Raises GuardFailed for a kind of owner that the region does not admit."""
    if owner.kind == "person" and not rules.value("market.owner.allow_natural_person"):
        raise GuardFailed("按项目所在地的规定，自然人不能发布采购需求，请以单位名义办理。")


def check_method(method: str, rules: Rules) -> None:
    """Raises InvalidField for a method that the region does not offer."""
    if method not in rules.value("market.methods_enabled"):
        raise InvalidField("selection.method", "本地区没有启用这种选取方式，请另选一种。")


def names_beacon(method: str, rules: Rules) -> bool:
    """Whether the notice must name beforehand the public value that the selection waits for."""
    return METHODS[method].beacon(rules) == NOTICE


def check_beacon(method: str, named: str | None, rules: Rules) -> None:
    """Raises InvalidField where the notice must name the public value and does not."""
    if names_beacon(method, rules) and not named:
        raise InvalidField(
            "selection.beacon_named", "按本地区规定，随机抽取要在公告里事先指定用哪个公开数值，请填写。"
        )


def check_ends_at(ends_at: datetime, now: datetime, rules: Rules, calendar: Calendar) -> None:
    """Raises InvalidField for an end in the past, on a day off, or too soon after now."""
    check_end_day(ends_at, now, rules, calendar)
    day = local(ends_at).date()
    days = int(rules.value("market.register.min_window_wd"))
    earliest = calendar.add_working_days(local(now).date(), days).date
    if day < earliest:
        raise InvalidField(
            ENDS_AT,
            f"从今天起至少要留 {days} 个工作日报名，截止日期最早是 {earliest.month}月{earliest.day}日。",
        )


def check_end_day(ends_at: datetime, now: datetime, rules: Rules, calendar: Calendar) -> None:
    """Raises InvalidField for an end in the past or, where the region wants working days, on a day off."""
    if ends_at <= now:
        raise InvalidField(ENDS_AT, f"截止时间已经过去，现在是 {local(now):%Y-%m-%d %H:%M}。")
    day = local(ends_at).date()
    info = calendar.explain(day)
    if rules.value("market.deadline.workday_only") and not info.counted:
        following = calendar.next_working_day(day)
        raise InvalidField(
            ENDS_AT,
            f"{day.month}月{day.day}日是非工作日（{info.why}），截止时间须在工作日，"
            f"最近的工作日是 {following.month}月{following.day}日。",
        )


def require_version(need: Need, version: int) -> None:
    """Raises StaleEdit when the form was opened on an older version than the one stored."""
    if need.version != version:
        raise StaleEdit(version=need.version)
