"""What an enrolment holds, read for people and for decisions: current, waiting, expired, enough or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from market.catalogue.catalogue import Catalogue
from market.catalogue.items import ServiceItem
from market.enrolments.models import Enrolment, Practitioner, QualificationRecord
from market.qualifications import Held, Kinds, Moment, Requirement, requirement_text, satisfies


@dataclass(frozen=True)
class Standing:
    """One service: what it asks for, whether that is held, and what the intermediary says where it is not."""

    item: ServiceItem
    words: str
    met: bool
    reasons: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    explanation: str = ""


def present(enrolment: Enrolment) -> list[QualificationRecord]:
    """Records that are neither replaced nor removed, checked or not."""
    return [record for record in enrolment.qualifications if record.superseded_at is None]


def in_force(enrolment: Enrolment) -> list[QualificationRecord]:
    """Records that have passed their check and are not replaced; validity in time is another question."""
    return [record for record in present(enrolment) if record.checked_at is not None]


def waiting(enrolment: Enrolment) -> list[QualificationRecord]:
    """Records that still wait for their check."""
    return [record for record in present(enrolment) if record.checked_at is None]


def people(enrolment: Enrolment) -> list[Practitioner]:
    """The practitioners who belong to the unit now."""
    return [person for person in enrolment.practitioners if person.left_at is None]


def has_changes(enrolment: Enrolment) -> bool:
    """Whether an admitted intermediary has something waiting for a check."""
    new_people = any(person.checked_at is None for person in people(enrolment))
    return bool(waiting(enrolment) or enrolment.proposed_services or new_people)


def items_of(codes: Iterable[str], catalogue: Catalogue) -> list[ServiceItem]:
    """The catalogue entries of service codes; what left the catalogue asks for nothing and is left out."""
    found = (catalogue.get(code) for code in codes)
    return [item for item in found if item is not None]


def requirement_of(item: ServiceItem) -> Requirement:
    """What a service asks for; nothing where the catalogue knows of nothing."""
    return item.qualification.requirement if item.qualification else Requirement()


def standings(
    items: Iterable[ServiceItem],
    records: Sequence[QualificationRecord],
    on: date,
    kinds: Kinds,
    explanations: dict[str, str] | None = None,
) -> list[Standing]:
    """Each service held against the records, on a day."""
    held = [Held.of(record) for record in records]
    found = []
    for item in items:
        verdict = satisfies(held, requirement_of(item), [Moment("今天", on)], kinds=kinds)
        words = requirement_text(requirement_of(item), kinds) if item.qualification else "资质要求尚未核实"
        why = (explanations or {}).get(item.code, "")
        found.append(Standing(item, words, verdict.ok, verdict.reasons, verdict.unchecked, why))
    return found


def expired(record: QualificationRecord, on: date) -> bool:
    """Whether a record's last day has passed."""
    return record.valid_until is not None and record.valid_until < on


def has_lapsed(
    items: Sequence[ServiceItem], records: Sequence[QualificationRecord], on: date, kinds: Kinds
) -> bool:
    """Whether every offered service asks for a qualification, and all that once met one have run out.

    A service that never was met (an explanation stood for it) does not count as lapsed, nor does it keep the
    others alive.
    """
    if not items or any(not requirement_of(item).clauses for item in items):
        return False
    if any(standing.met for standing in standings(items, records, on, kinds)):
        return False
    valid = {r.id: not expired(r, on) for r in records}
    asked = {clause.kind for item in items for clause in requirement_of(item).clauses}
    mine = [record for record in records if record.kind in asked]
    return any(not valid[record.id] for record in mine)
