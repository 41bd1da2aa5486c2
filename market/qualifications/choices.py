"""What a form offers to choose from."""

from datetime import date

from market.qualifications.kinds import Kinds, Nature
from market.qualifications.text import nature_text

Choices = list[tuple[str, str]]


def kind_choices(kinds: Kinds, on: date, *, asking: bool = False) -> Choices:
    """Kinds that exist on a day, as (code, name with nature); ``asking`` leaves out voluntary ratings."""
    found = [k for k in kinds if not k.abolished(on) and not (asking and k.nature is Nature.VOLUNTARY)]
    return [(k.code, f"{k.name}（{nature_text(k)}）") for k in found]


def specialty_choices(kinds: Kinds, code: str, *, retired: bool = False) -> Choices:
    """Specialties of a kind; ``retired`` adds those that only old certificates name."""
    kind = kinds.get(code)
    return [(s.name, s.name) for s in kind.specialties if retired or not s.retired] if kind else []


def grade_choices(kinds: Kinds, code: str, *, retired: bool = False) -> Choices:
    """Grades of a kind, best first; ``retired`` adds those that are no longer issued."""
    kind = kinds.get(code)
    return [(name, name) for name in kind.grade_names(retired=retired)] if kind else []
