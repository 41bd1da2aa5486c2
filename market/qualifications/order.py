"""Comparing certificates: which grade is at least as good on a day, which specialty covers which.

Grades form a total preorder on each day, specialties a partial order; both are checked as such by tests.
"""

from datetime import date

from market.qualifications.kinds import Grade, Kind

EVERYTHING = "*"


def effective_rank(kind: Kind, grade: Grade, on: date) -> int:
    """The rank of a grade on a day, after equivalences that hold on it."""
    if grade.counts_as and grade.counts_as.holds(on):
        other = kind.regimes[0].grade(grade.counts_as.grade)
        if other is not None:
            return max(grade.rank, other.rank)
    return grade.rank


def at_least(kind: Kind, held: Grade, asked: Grade, on: date) -> bool:
    """Whether a certificate of one grade may stand where another is asked for."""
    return effective_rank(kind, held, on) >= effective_rank(kind, asked, on)


def equivalent(kind: Kind, one: Grade, other: Grade, on: date) -> bool:
    """Whether two grades, perhaps of two regimes, count the same on a day."""
    return effective_rank(kind, one, on) == effective_rank(kind, other, on)


def asked_grade(kind: Kind, name: str) -> Grade | None:
    """The grade a requirement means: that of the newest regime which has the name."""
    return next((grade for regime in kind.regimes if (grade := regime.grade(name))), None)


def covers(kind: Kind, held: str, asked: str) -> bool:
    """Whether who holds one specialty may do the work of another (itself, or what it covers step by step)."""
    seen: set[str] = set()
    waiting = [held]
    while waiting:
        name = waiting.pop()
        if name == asked:
            return True
        if name in seen:
            continue
        seen.add(name)
        specialty = kind.specialty(name)
        below = specialty.covers if specialty else ()
        if EVERYTHING in below and kind.specialty(asked) is not None:
            return True
        waiting.extend(below)
    return False
