"""File names as they may be stored, shown and sent back to any system."""

import re
import unicodedata

from tongban.fields.chars import drop_unseen, strip_blanks

#: Longest name kept, extension included.
NAME_MAX = 120

_FORBIDDEN = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff<>:"|?*/\\\\]')
_EXTENSION = re.compile(r"(.*)(\.[0-9A-Za-z]{1,5})", re.DOTALL)
#: Device names of Windows, which no file there can bear.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def clean_name(name: str, default: str = "未命名") -> str:
    """The last part of a path without characters that some system forbids, at most ``NAME_MAX`` long.

    Never refuses: a name is a label, what the file is stored under is chosen elsewhere.
    """
    base = re.split(r"[/\\]", name)[-1]
    base = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", drop_unseen(strip_blanks(base))))
    stem, extension = split_name(strip_blanks(base).strip("."))
    stem = strip_blanks(stem).strip(".")[: NAME_MAX - len(extension)]
    stem = strip_blanks(stem) or default
    return f"_{stem}{extension}"[:NAME_MAX] if _DEVICES.fullmatch(stem + extension) else stem + extension


def split_name(name: str) -> tuple[str, str]:
    """Stem and extension with its dot; a dot followed by anything but 1–5 letters or digits begins none."""
    found = _EXTENSION.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")
