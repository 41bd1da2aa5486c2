"""A region asks: the register of questions, answers with their provenance, and answers that stick."""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from tongban.rules.answers import Answer, CodeRef, PackRef, Said
from tongban.rules.in_use import IN_USE, InUse
from tongban.rules.numbering import document_number
from tongban.rules.parameters import Parameter, Parameters, entry_key, split_key
from tongban.rules.pinning import CodeAbsent, PinnedRules, pin, pinned
from tongban.rules.provider import REGISTRY_KEY, FixedRules, RulesProvider
from tongban.rules.ruleset import RuleMissing, Rules, RuleSet

__all__ = [
    "IN_USE",
    "REGISTRY_KEY",
    "Answer",
    "CodeAbsent",
    "CodeRef",
    "FixedRules",
    "PackRef",
    "Parameter",
    "Parameters",
    "PinnedRules",
    "RuleMissing",
    "RuleSet",
    "Rules",
    "RulesProvider",
    "Said",
    "document_number",
    "entry_key",
    "includeme",
    "pin",
    "pinned",
    "split_key",
]


def _rules_of(request: Request, region: str) -> RuleSet:
    """The rules of a region at the moment of this request."""
    provider: RulesProvider = request.registry[REGISTRY_KEY]
    return provider.for_region(region, request.now, request.db)


def _pinned_rules(request: Request, key: str) -> PinnedRules:
    """The rules a thing was published with."""
    provider: RulesProvider = request.registry[REGISTRY_KEY]
    return provider.pinned(request.db, key)


def _add_rules_in_use(config: Configurator, found: InUse) -> None:
    """Configurator directive: a kind of thing that is pinned to rules when it is published."""
    config.registry[IN_USE].append(found)


def includeme(config: Configurator) -> None:
    """``request.rules_of(region)``, ``request.pinned_rules(hash)``, and the list of who runs by pinned rules.

    The provider itself comes by name.
    """
    config.registry[IN_USE] = []
    config.add_directive("add_rules_in_use", _add_rules_in_use, action_wrap=False)
    methods: dict[str, Any] = {"rules_of": _rules_of, "pinned_rules": _pinned_rules}
    for name, method in methods.items():
        config.add_request_method(method, name)
