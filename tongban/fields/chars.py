"""Characters: what is a blank, what is never accepted, what is dropped. Pure functions over str.

Forms, tables and the feed must agree on these on every database, so they stand here once.
"""

import re

#: What `str.strip` takes and what it does not know: spaces of every width and the unseen fillers.
_BLANK_CODES = (
    *(0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0x85, 0xA0, 0xAD, 0x115F, 0x1160, 0x1680, 0x180E),
    *range(0x2000, 0x2010),
    *(0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x2800, 0x3000, 0x3164, 0xFEFF, 0xFFA0),
)
BLANKS = "".join(map(chr, _BLANK_CODES))

#: Characters that nobody sees: direction marks, zero-width marks, tags. They serve to disguise, so they go.
#: Joiners (U+200C, U+200D) stay inside text: Uyghur, Mongolian and emoji are written with them.
_UNSEEN = [
    *(0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0xFEFF),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFFF9, 0xFFFC),
    *(0xE0001, *range(0xE0020, 0xE0080)),
]
_DROP_UNSEEN = dict.fromkeys(_UNSEEN)

#: Full-width ASCII and the full-width space as a Chinese keyboard gives them.
_FOLD = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}

#: No code, number or date of ours is nearly as long.
CODE_MAX = 200

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_RUN = re.compile(f"[{re.escape(BLANKS)}]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ANY_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_BROKEN = re.compile("[\ud800-\udfff\ufffd\ufdd0-\ufdef]")
#: The last two code points of every plane are no characters; XML, and so the feed, refuses the first pair.
_NON_CHARACTER = re.compile(
    "[" + "".join(chr(plane * 0x10000 + 0xFFFE + i) for plane in range(17) for i in (0, 1)) + "]"
)


class Refused(ValueError):
    """What was typed cannot be taken; the text is Chinese and says what to do."""


def drop_unseen(text: str) -> str:
    """Without direction marks and other characters that nobody sees."""
    return text.translate(_DROP_UNSEEN)


def fold_width(text: str) -> str:
    """Full-width letters, digits and signs as ASCII; everything else as it is (① stays ①, ٣ stays ٣)."""
    return text.translate(_FOLD)


def strip_blanks(text: str) -> str:
    """Without blanks of any kind, seen or unseen, at both ends."""
    return text.strip(BLANKS)


def squeeze(text: str) -> str:
    """Without any blank at all."""
    return _BLANK_RUN.sub("", text)


def single_spaced(text: str) -> str:
    """Each run of blanks inside as one space, none at the ends."""
    return _BLANK_RUN.sub(" ", strip_blanks(text))


def unix_lines(text: str) -> str:
    """All kinds of line ends (Windows, old Macs, Word's soft break, Unicode's) as a newline."""
    return _LINE_END.sub("\n", text)


def refuse_broken(text: str) -> None:
    """Refuse NUL, control characters, lone surrogates, non-characters and the mark of a failed decoding.

    Line ends, tabs and blanks pass. Raises ``Refused`` naming the position.
    """
    for pattern, what in (
        (_CONTROL, "看不见的控制字符"),
        (_BROKEN, "无法识别的字符（乱码）"),
        (_NON_CHARACTER, "无法识别的字符（乱码）"),
    ):
        found = pattern.search(text)
        if found:
            raise Refused(f"第 {found.start() + 1} 个字处有{what}，请删去后重新填写。")


def refuse_controls(text: str) -> None:
    """Refuse everything ``refuse_broken`` does and line ends and tabs too: for codes and numbers."""
    refuse_broken(text)
    if _ANY_CONTROL.search(text):
        raise Refused("这里只能填一行，不能有换行或制表符。")


def code_text(text: str) -> str:
    """Text of a code or number: one line, half-width, no unseen characters, no blanks at the ends.

    Raises ``Refused``, also for more than ``CODE_MAX`` characters: what follows may look at each often.
    """
    if len(text) > CODE_MAX:
        raise Refused(f"内容太长（{len(text)} 个字），请核对。")
    refuse_controls(text)
    return strip_blanks(fold_width(drop_unseen(text)))
