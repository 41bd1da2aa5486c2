"""Putting a region's answers together from what the levels say: pure functions of packs and a moment."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from plugins.packs import Pack
from plugins.statements import Statement
from tongban.clock import TZ, local
from tongban.hookspecs import CodeAnswer
from tongban.rules.answers import Answer, CodeRef, PackRef, Said, Standing
from tongban.rules.parameters import Parameter, Parameters, entry_key
from tongban.rules.ruleset import RuleSet, with_entries


@dataclass(frozen=True)
class Level:
    """A region of the chain with all versions of its plugins."""

    code: str
    level: str
    packs: tuple[Pack, ...]


class AnswersByCode(Protocol):
    """Asks a plugin's code; see ``plugins.facade``."""

    def has(self, pack: PackRef, hook: str) -> bool:
        """Whether the plugin is installed here and implements the hook."""
        ...

    def answer(self, asked: "Asked", pack: PackRef) -> CodeAnswer | None:
        """What the code of one plugin answers, its value already cleaned; None for no opinion."""
        ...

    def runs(self, source: str) -> bool:
        """Whether the plugin runs in this process."""
        ...

    def deciding(self, packs: Sequence[PackRef]) -> tuple[CodeRef, ...]:
        """The implementations of decision hooks among these plugins, from the nation to the nearest."""
        ...


@dataclass(frozen=True)
class Asked:
    """A question to code: for which region, among which plugins, and the answer so far."""

    chain: tuple[str, ...]
    packs: tuple[PackRef, ...]
    parameter: Parameter
    given: Answer | None


@dataclass
class _Draft:
    """The answers while the levels speak, from the nation to the nearest."""

    answers: dict[str, Answer] = field(default_factory=dict)
    entries: dict[str, Answer] = field(default_factory=dict)
    layers: dict[str, list[Said]] = field(default_factory=dict)

    def note(self, answer: Answer, standing: Standing) -> None:
        self.layers.setdefault(answer.key, []).append(Said(answer, standing))

    def say(self, parameter: Parameter, answer: Answer) -> None:
        """Let a nearer answer count: it replaces the farther one, or adds to it entry by entry."""
        key, old = answer.key, self.answers.get(answer.key)
        merging = parameter.merge == "by_key"
        spoken: Standing = "merged" if merging else "overridden"
        counted = self.layers.get(key, [])
        self.layers[key] = [Said(s.answer, spoken) if s.standing == "in_force" else s for s in counted]
        self.note(answer, "in_force")
        if merging:
            for entry, value in answer.value.items():
                self._say_entry(replace(answer, key=entry_key(key, entry), value=value))
            answer = replace(answer, value=_merged(old.value if old else {}, answer.value))
        self.answers[key] = answer

    def _say_entry(self, answer: Answer) -> None:
        old = self.entries.get(answer.key)
        if old and isinstance(old.value, dict) and isinstance(answer.value, dict):
            answer = replace(answer, value={**old.value, **answer.value})
        self.entries[answer.key] = answer


def compose(parameters: Parameters, levels: Sequence[Level], at: datetime, code: AnswersByCode) -> RuleSet:
    """The answers of the last level's region at a moment."""
    chain = tuple(level.code for level in levels)
    draft = _Draft(answers=_defaults(parameters, chain[0]))
    heard = [(level, standings(level.packs, at)) for level in levels]
    running = [pack for _, packs in heard for pack, standing in packs if standing == "in_force"]
    in_force = tuple(pack.ref() for pack in running)
    for level, packs in heard:
        for pack, standing in packs:
            _hear(draft, parameters, level, pack, standing, local(at).date())
        for pack, standing in packs:
            if standing == "in_force" and code.has(pack.ref(), "tongban_rule"):
                for parameter in parameters:
                    asked = Asked(chain, in_force, parameter, draft.answers.get(parameter.key))
                    _hear_code(draft, level, pack, asked, code)
    layers = {key: tuple(reversed(said)) for key, said in draft.layers.items()}
    answers = with_entries(parameters, draft.answers, draft.entries)
    absent = tuple(pack.ref() for pack in running if pack.has_code and not code.runs(pack.source))
    return RuleSet(parameters, chain, answers, layers, in_force, code.deciding(in_force), absent)


def standings(packs: Sequence[Pack], at: datetime) -> list[tuple[Pack, Standing]]:
    """For every plugin the version that counts, if one does, and newer ones that do not count yet."""
    found: list[tuple[Pack, Standing]] = []
    for source in {pack.source: None for pack in sorted(packs, key=lambda pack: pack.order)}:
        versions = sorted((p for p in packs if p.source == source), key=lambda p: -p.version)
        for pack in versions:
            standing = _standing(pack, at)
            found.append((pack, standing))
            if standing in ("in_force", "off"):
                break
    return found


def moments(levels: Sequence[Level]) -> list[datetime]:
    """When the answers of these levels may change by themselves, in order."""
    changes: set[datetime] = set()
    for pack in (pack for level in levels for pack in level.packs):
        changes.add(pack.effective_from)
        for statement in (s for said in pack.rules.values() for s in said):
            if statement.since:
                changes.add(_midnight(statement.since))
            if statement.until:
                changes.add(_midnight(statement.until + timedelta(days=1)))
    return sorted(changes)


def segment(changes: Sequence[datetime], at: datetime) -> int:
    """Which stretch between two changes a moment lies in; answers are the same all through it."""
    return bisect_right(changes, at)


def _standing(pack: Pack, at: datetime) -> Standing:
    if not pack.enabled:
        return "off"
    if not pack.approved:
        return "unapproved"
    return "in_force" if pack.effective_from <= at else "pack_future"


def _hear(
    draft: _Draft, parameters: Parameters, level: Level, pack: Pack, standing: Standing, today: date
) -> None:
    for key, statements in pack.rules.items():
        parameter = parameters.get(key)
        if parameter is None:  # a rule this version of the product no longer asks
            continue
        counts = _counting(statements, today)
        for statement in statements:
            answer = _answer(key, statement, level, pack)
            if standing != "in_force":
                draft.note(answer, standing)
            elif statement is counts:
                draft.say(parameter, answer)
            else:
                draft.note(answer, "future" if statement.since and statement.since > today else "expired")


def _counting(statements: Sequence[Statement], today: date) -> Statement | None:
    begun = [s for s in statements if s.since is None or s.since <= today]
    latest = max(begun, key=lambda s: s.since or date.min, default=None)
    return latest if latest and (latest.until is None or latest.until >= today) else None


def _answer(key: str, statement: Statement, level: Level, pack: Pack) -> Answer:
    return Answer(
        key=key,
        value=statement.value,
        plugin=pack.name,
        version=pack.shown_version,
        region=level.code,
        level=level.level,
        basis=statement.basis,
        since=statement.since or pack.begins,
        source=statement.source,
    )


def _hear_code(draft: _Draft, level: Level, pack: Pack, asked: Asked, code: AnswersByCode) -> None:
    said = code.answer(asked, pack.ref())
    if said is not None:
        statement = Statement(said.value, said.source, said.basis)
        answer = _answer(asked.parameter.key, statement, level, pack)
        draft.say(asked.parameter, replace(answer, impl_version=said.impl_version))


def _defaults(parameters: Parameters, nation: str) -> dict[str, Answer]:
    return {
        p.key: Answer(p.key, p.default, "tongban", p.since, nation, "core", source="default")
        for p in parameters
        if not p.required
    }


def _merged(far: Mapping[str, Any], near: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(far)
    for entry, value in near.items():
        old = merged.get(entry)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[entry] = {**old, **value} if both and old is not None else value
    return merged


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=TZ)
