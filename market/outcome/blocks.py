"""The panels on the pages of a need and of an award."""

from collections.abc import Sequence

from markupsafe import Markup
from pyramid.renderers import render
from pyramid.request import Request

from market.awards.models import Award
from market.needs.models import Need
from market.needs.rules import rules_of
from market.outcome.facts import award_facts, performance_facts
from market.outcome.loading import outcome_of, outcomes_of
from market.words import PageWords
from tongban.rules import REGISTRY_KEY
from tongban.web.components import Fact


def need_block(request: Request, need: Need) -> Markup | None:
    """Who was chosen, and what is public of the contract; the award that holds comes first."""
    words = _words(request, need)
    sections: list[tuple[str, Sequence[Fact]]] = []
    for outcome in reversed(outcomes_of(request.db, need.id)):
        facts = award_facts(request, outcome.award, words)
        sections.append((words("中选结果"), words.facts(facts)))
        if outcome.performance is not None:
            sections.append(("合同和履约", performance_facts(outcome.performance)))
    return _drawn(request, sections)


def award_block(request: Request, award: Award) -> Markup | None:
    """What is public of the award's contract."""
    done = outcome_of(request.db, award).performance
    return _drawn(request, [("合同和履约", performance_facts(done))] if done is not None else [])


def _words(request: Request, need: Need) -> PageWords:
    return PageWords(rules_of(request.db, request.registry[REGISTRY_KEY], need, request.now))


def _drawn(request: Request, sections: Sequence[tuple[str, Sequence[Fact]]]) -> Markup | None:
    if not sections:
        return None
    page = render("market:outcome/templates/block.jinja2", {"sections": sections}, request=request)
    return Markup(page)  # noqa: S704 - made by our own template, which escapes every value
