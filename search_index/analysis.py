"""How text becomes terms: one form of every character, characters and pairs of Chinese, codes kept whole.

Chinese is indexed as single characters and as pairs of neighbours. Whatever was typed is then found exactly
where it stands, however a dictionary would have cut the sentence around it; the dictionary only cuts what
people type without blanks (``words``). A word of three or more characters is looked up by its pairs and then
proved in the stored text, so neither false hits nor missed ones remain.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

#: Scripts written without blanks: Chinese characters with their extensions, kana, hangul.
_GLYPHS = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_CODE = rf"[^\W_{_GLYPHS}]+"
_RUN = re.compile(rf"(?P<glyphs>[{_GLYPHS}]+)|(?P<code>{_CODE}(?:[-./]{_CODE})*)")
_PART = re.compile(_CODE)

#: A code of more parts is found whole and by its single parts, not by stretches of it.
MAX_PARTS = 8
#: Longer terms are cut: nobody types them, and an index is no place for a megabyte without a blank.
TERM_LIMIT = 64


@lru_cache(maxsize=65_536)
def fold_char(char: str) -> str:
    """The searched form of a character: half width, lower case; controls are blanks, unseen marks nothing."""
    category = unicodedata.category(char)
    if category == "Cc" or char.isspace():
        return " "
    if category in {"Cf", "Cs", "Co", "Cn"}:
        return ""
    return unicodedata.normalize("NFKC", char).lower()


def fold(text: str) -> str:
    """The searched form of a text; runs of blanks become one."""
    return " ".join("".join(map(fold_char, text)).split())


def runs(folded: str) -> Iterator[tuple[str, bool]]:
    """The stretches of a folded text that carry terms, each with whether it is a code (else Chinese)."""
    for match in _RUN.finditer(folded):
        yield match.group(), match.lastgroup == "code"


def index_terms(folded: str) -> set[str]:
    """All terms a document with this folded text is found by."""
    terms: set[str] = set()
    for run, is_code in runs(folded):
        if is_code:
            terms.update(_stretches(run))
        else:
            terms.update(run)
            terms.update(_pairs(run))
    return terms


def query_terms(needle: str) -> list[str]:
    """The terms every document that contains the folded needle has."""
    terms: list[str] = []
    for run, is_code in runs(needle):
        if is_code:
            terms.append(run[:TERM_LIMIT])
        else:
            terms.extend(_pairs(run) if len(run) > 1 else [run])
    return list(dict.fromkeys(terms))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _stretches(code: str) -> Iterator[str]:
    """The code itself and, so that a part of a number finds it, every stretch of neighbouring parts."""
    yield code[:TERM_LIMIT]
    spans = [match.span() for match in _PART.finditer(code)]
    for first, (start, _) in enumerate(spans):
        last = len(spans) if len(spans) <= MAX_PARTS else first + 1
        for _, end in spans[first:last]:
            yield code[start:end][:TERM_LIMIT]
