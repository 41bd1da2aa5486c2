"""From what somebody typed to what is looked up.

There is no query language: all words are wanted, a phrase in quotation marks stands as it is written, and
everything else is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search_index.analysis import fold, query_terms, runs
from search_index.words import Cut

#: Longer input is refused with a message: no question needs it, and an endless one costs everybody else.
QUERY_LIMIT = 200
MAX_CLAUSES = 16

_QUOTED = re.compile('"([^"]*)"')
#: Quotation marks as Chinese keyboards write them; 《》 belong to titles and are no quotation.
_QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』＂", '"'))


@dataclass(frozen=True)
class Clause:
    """One thing that must stand in a document: the folded text and the terms that lead to it."""

    needle: str
    terms: tuple[str, ...]

    @property
    def proved(self) -> bool:
        """Whether the terms alone decide; else the needle is looked for in the stored text."""
        return self.terms == (self.needle,)


@dataclass(frozen=True)
class Query:
    """All clauses of a question; without any, everything matches. ``whole`` is its folded text."""

    clauses: tuple[Clause, ...] = ()
    whole: str = ""
    problem: str | None = None

    @property
    def needles(self) -> tuple[str, ...]:
        """The texts to be found, also what a hit highlights."""
        return tuple(clause.needle for clause in self.clauses)


def parse_query(text: str, cut: Cut) -> Query:
    """Read what was typed. What cannot be searched comes back as a query with a ``problem`` in Chinese."""
    if len(text) > QUERY_LIMIT:
        return Query(problem=f"搜索内容最多 {QUERY_LIMIT} 个字，请缩短后再试。")
    folded = fold(text.translate(_QUOTES))
    if not folded:
        return Query()
    clauses = tuple(dict.fromkeys(_clauses(folded, cut)))
    if not clauses:
        return Query(problem="请输入文字、数字或编号，标点符号不能单独搜索。")
    if len(clauses) > MAX_CLAUSES:
        return Query(problem=f"一次最多搜索 {MAX_CLAUSES} 个词，请减少后再试。")
    return Query(clauses, folded)


def _clauses(folded: str, cut: Cut) -> Iterator[Clause]:
    position = 0
    for match in _QUOTED.finditer(folded):
        yield from _words(folded[position : match.start()], cut)
        yield from _phrase(match.group(1))
        position = match.end()
    yield from _words(folded[position:], cut)


def _words(folded: str, cut: Cut) -> Iterator[Clause]:
    for run, is_code in runs(folded):
        for word in [run] if is_code else cut(run):
            yield Clause(word, tuple(query_terms(word)))


def _phrase(folded: str) -> Iterator[Clause]:
    terms = tuple(query_terms(folded))
    if terms:
        yield Clause(_without_edges(folded), terms)


def _without_edges(phrase: str) -> str:
    """The phrase from its first to its last findable character: a stop at its end is no part of it."""
    found = [(m.start(), m.end()) for m in re.finditer(r"[^\W_]", phrase)]
    return phrase[found[0][0] : found[-1][1]]
