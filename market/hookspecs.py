"""Hooks the market calls, what they are told, and the typed facade through which the market calls them."""

from dataclasses import dataclass
from typing import Protocol

from tongban.errors import DomainError
from tongban.hookspecs import hookspec
from tongban.rules.ruleset import Rules

#: What is decided by each hook, as pages call it.
DECIDED = {"market_entry_check": "报名资格"}

#: The name under which the application registry holds the facade.
REGISTRY_KEY = "market.hooks"


@dataclass(frozen=True)
class EntryFacts:
    """What a plugin may know about someone who registers for a need. Never a price: that is sealed."""

    need_number: str
    need_region: str
    item_code: str
    method: str
    uscc: str
    organisation_kind: str
    organisation_region: str
    qualifications: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Why a registration is refused: a stable code, one Chinese sentence, and the basis."""

    code: str
    reason: str
    basis: str = ""


@hookspec
def market_entry_check(facts: EntryFacts) -> Refusal | None:
    """Give a reason of the region's own to refuse a registration, beside the rules every region has.

    Called at registration and again at the selection, before the change is written; ``facts`` are the same
    kind both times. Every plugin of the region's chain is asked, the nearest first.

    ``None`` means: no objection. A plugin cannot admit whom the market itself refuses.
    """


class HookSilent(DomainError):
    """A plugin's code did not answer: what it would have decided stays undecided."""

    code = "rules.hook_silent"
    message = "规则程序没有答复，现在不能判断。请稍后再试，或联系平台管理员。"

    @classmethod
    def of(cls, plugin: str) -> "HookSilent":
        """Naming the plugin as people call it."""
        return cls(f"规则程序“{plugin}”没有答复，现在不能判断。请稍后再试，或联系平台管理员。")


class MarketHooks(Protocol):
    """The facade: typed calls in front of the plugins."""

    def entry_refusals(self, rules: Rules, facts: EntryFacts) -> tuple[Refusal, ...]:
        """Refusals of all code that ``rules`` (live or pinned) name, the nearest first; empty if none.

        Raises ``tongban.rules.CodeAbsent`` when an implementation is not installed here, HookSilent when one
        does not answer.
        """
        ...


class NoHooks:
    """The facade of a site without plugins, and of tests."""

    def entry_refusals(self, rules: Rules, facts: EntryFacts) -> tuple[Refusal, ...]:
        """Nobody objects."""
        return ()
