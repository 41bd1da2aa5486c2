"""The region's target for the whole procedure, and how a plan stands against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agency.plan.rules import FITS
from agency.projects import Facts


@dataclass(frozen=True)
class Target:
    """A target in working days; ``before`` is what it was before it was shortened, if that is known."""

    name: str
    days: int
    before: int | None = None


def target_for(targets: Mapping[str, Mapping[str, Any]], facts: Facts) -> Target | None:
    """The target that says most about this kind of project; None where the region sets none for it.

    A target for a kind that is not known yet does not fit. Of two that say as much the stricter one counts.
    """
    known = facts.to_json()
    fitting = [t for t in targets.values() if "days" in t and _fits(t, known)]
    if not fitting:
        return None
    best = max(fitting, key=lambda t: (sum(name in t for name in FITS), -int(t["days"])))
    return Target(str(best.get("name", "审批总时限目标")), int(best["days"]), best.get("before"))


def _fits(target: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    return all(known.get(name) == target[name] for name in FITS if name in target)


def verdict_words(target: Target | None, total: int, total_all: int) -> str:
    """How the plan stands, in a sentence. ``total_all``: if every open item has to be done."""
    if target is None:
        return "本地区没有给这一类项目定总时限目标。"
    if total > target.days:
        return f"超过目标 {total - target.days} 个工作日。"
    if total_all > target.days:
        return f"在目标以内；待定的事项都要办时，最多超过 {total_all - target.days} 个工作日。"
    return f"在目标以内，还有 {target.days - total_all} 个工作日的余地。"
