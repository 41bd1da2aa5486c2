"""Showing where the words stand: pieces of the original text, escaped, the found stretches marked."""

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from search_index.analysis import fold_char

#: Characters of a snippet, and how many of them stand before the first word found.
SNIPPET = 120
BEFORE = 30

Span = tuple[int, int]


def mark(text: str, needles: Sequence[str]) -> Markup:
    """The text as safe markup with every needle marked."""
    return _marked(text, _spans(text, needles))


def snippet(text: str, needles: Sequence[str]) -> Markup:
    """A stretch of the text around the first needle, as safe markup."""
    flat = re.sub(r"\s+", " ", text).strip()
    spans = _spans(flat, needles)
    start = max(0, spans[0][0] - BEFORE) if spans else 0
    end = min(len(flat), start + SNIPPET)
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
    piece = _marked(flat[start:end], inside)
    return Markup("{}{}{}").format("…" if start else "", piece, "…" if end < len(flat) else "")


def _marked(text: str, spans: Sequence[Span]) -> Markup:
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += [escape(text[position:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        position = end
    pieces.append(escape(text[position:]))
    return Markup("").join(pieces)


def _spans(text: str, needles: Sequence[str]) -> list[Span]:
    """Where the needles stand in the original text, in order, overlapping ones joined."""
    folded, origin = _folded(text)
    found = sorted(span for needle in needles if needle for span in _occurrences(folded, needle))
    joined: list[Span] = []
    for start, end in found:
        span = origin[start], origin[end - 1] + 1
        if joined and span[0] <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], span[1])
        else:
            joined.append(span)
    return joined


def _folded(text: str) -> tuple[str, list[int]]:
    """The searched form of the text, and for each of its characters the place it came from."""
    chars: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        for folded in fold_char(char):
            if folded == " " and chars and chars[-1] == " ":
                continue
            chars.append(folded)
            origin.append(place)
    return "".join(chars), origin


def _occurrences(folded: str, needle: str) -> Iterator[Span]:
    start = folded.find(needle)
    while start != -1:
        yield start, start + len(needle)
        start = folded.find(needle, start + len(needle))
