"""The region's words on the market's pages: what the site says, never what people wrote."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pyramid.request import Request

from tongban.rules import Rules
from tongban.rules.words import Words
from tongban.web.components import ComingStep, Fact, Link, NextStep, StateLabel, ThreadStep


class PageWords(Words):
    """Rewords the parts of a page."""

    def state(self, state: Any) -> StateLabel:
        """The label of a state of a lifecycle table."""
        return self.label(StateLabel.of(state))

    def label(self, label: StateLabel) -> StateLabel:
        """A label with its title reworded."""
        return replace(label, title=self(label.title))

    def facts(self, facts: Iterable[Fact]) -> list[Fact]:
        """Facts with their terms reworded; the values stand as they are."""
        return [replace(fact, term=self(fact.term)) for fact in facts]

    def done(self, steps: Iterable[ThreadStep]) -> list[ThreadStep]:
        """Steps of a thread with their titles and links reworded; their notes may be what people wrote."""
        return [replace(step, title=self(step.title), links=self._links(step.links)) for step in steps]

    def _links(self, links: Iterable[Link]) -> tuple[Link, ...]:
        return tuple(replace(link, label=self(link.label)) for link in links)

    def next(self, step: NextStep | None) -> NextStep | None:
        """The next step with its title and its note reworded."""
        return replace(step, title=self(step.title), note=self(step.note)) if step else None

    def coming(self, steps: Iterable[ComingStep]) -> list[ComingStep]:
        """Later steps with their titles reworded."""
        return [replace(step, title=self(step.title)) for step in steps]


def site_words(request: Request) -> PageWords:
    """The words of the region this site is of, for pages about many regions."""
    rules: Rules = request.rules_of(request.site.region)
    return PageWords(rules)
