"""A region's own words and texts (``ui.terms``, ``ui.texts``)."""

import re

from tongban.rules.core import TERMS
from tongban.rules.ruleset import Rules


class Words:
    """Puts a region's words in place of everybody's, in what the site itself says.

    Never to be used on what people have written.
    """

    def __init__(self, rules: Rules) -> None:
        own = rules.value("ui.terms")
        self._own = {TERMS[key]: word for key, word in own.items() if key in TERMS}
        longest_first = sorted(self._own, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if self._own else None

    def __call__(self, text: str) -> str:
        """The text as the region says it."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: self._own[found[0]], text)


def local_text(rules: Rules, place: str) -> tuple[str, ...]:
    """The paragraphs a region has put at a place of ``TEXTS``; none if it has not."""
    text = str(rules.value("ui.texts").get(place, ""))
    paragraphs = ("".join(line.strip() for line in part.splitlines()) for part in re.split(r"\n\s*\n", text))
    return tuple(paragraph for paragraph in paragraphs if paragraph)
