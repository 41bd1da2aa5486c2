"""Qualifications: what a certificate is, how grades compare, and whether what is held meets what is asked.

Everything here is pure: kinds of qualification are data files, dates and facts are passed in.
"""

from market.qualifications.check import Verdict, satisfies
from market.qualifications.held import Held, Moment
from market.qualifications.kinds import Kind, Kinds, Nature
from market.qualifications.loader import KindsError, load_kinds
from market.qualifications.requirement import Clause, Mode, Requirement
from market.qualifications.requirement_text import requirement_text
from market.qualifications.text import held_text

__all__ = [
    "Clause",
    "Held",
    "Kind",
    "Kinds",
    "KindsError",
    "Mode",
    "Moment",
    "Nature",
    "Requirement",
    "Verdict",
    "held_text",
    "load_kinds",
    "requirement_text",
    "satisfies",
]
