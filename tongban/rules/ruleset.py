"""A region's answers at one moment."""

import copy
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cached_property
from typing import Any, Protocol

from tongban.canonical import canonical, sha256_hex
from tongban.errors import DomainError
from tongban.regions.codes import NATION
from tongban.rules.answers import Answer, CodeRef, PackRef, Said
from tongban.rules.parameters import Parameters, entry_key

FORMAT = "tongban-rules/1"


class RuleMissing(DomainError):
    """No rule file answers a question that has no safe default."""

    code = "rules.missing"
    message = "本地区没有规定这一项，请联系平台管理员补充规则文件。"


class Rules(Protocol):
    """What services and pages need to know: a live rule set and a pinned one look the same."""

    @property
    def region(self) -> str:
        """The code of the region that was asked."""
        ...

    @property
    def chain(self) -> tuple[str, ...]:
        """Region codes from the nation to the nearest."""
        ...

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical content, hexadecimal."""
        ...

    @property
    def packs(self) -> tuple[PackRef, ...]:
        """The plugins in force, from the nation to the nearest."""
        ...

    @property
    def code(self) -> tuple[CodeRef, ...]:
        """The implementations of decision hooks that decide here, from the nation to the nearest."""
        ...

    @property
    def absent(self) -> tuple[PackRef, ...]:
        """Plugins in force whose code does not run in this process; always none for pinned rules."""
        ...

    @property
    def answers(self) -> Mapping[str, Answer]:
        """Every answer by key; entries of tables also by ``key[entry]``."""
        ...

    def ask(self, key: str) -> Answer:
        """The answer. Raises RuleMissing when nobody answers, KeyError when the key is not declared."""
        ...

    def value(self, key: str) -> Any:
        """The value alone, free to be changed by the caller."""
        ...


class RuleSet:
    """Immutable answers of one region; ``layers`` holds for each key what every level said, nearest first."""

    def __init__(
        self,
        parameters: Parameters,
        chain: tuple[str, ...],
        answers: Mapping[str, Answer],
        layers: Mapping[str, tuple[Said, ...]] | None = None,
        packs: tuple[PackRef, ...] = (),
        code: tuple[CodeRef, ...] = (),
        absent: tuple[PackRef, ...] = (),
    ) -> None:
        self.parameters = parameters
        self.chain = chain
        self.answers = answers
        self.packs = packs
        self.code = code
        self.absent = absent
        self._layers = layers or {}

    @property
    def region(self) -> str:
        """The code of the region that was asked."""
        return self.chain[-1]

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical content, hexadecimal."""
        return digest(content(self))

    def ask(self, key: str) -> Answer:
        """The answer. Raises RuleMissing when nobody answers, KeyError when the key is not declared."""
        found = self.answers.get(key)
        if found is not None:
            return found
        if self.parameters.get(key) is None:
            raise KeyError(key)
        title = self.parameters.title(key)
        raise RuleMissing(f"本地区没有规定“{title}”，请联系平台管理员补充规则文件。", key=key)

    def value(self, key: str) -> Any:
        """The value alone, free to be changed by the caller."""
        return copy.deepcopy(self.ask(key).value)

    def explain(self, key: str) -> tuple[Said, ...]:
        """What each level said about a key, nearest first; empty when none spoke."""
        return self._layers.get(key, ())

    def words(self, key: str) -> str:
        """The value in Chinese, with its unit."""
        return self.parameters.words(key, self.ask(key).value)

    def missing(self) -> tuple[str, ...]:
        """Required keys nobody answers."""
        return tuple(p.key for p in self.parameters if p.required and p.key not in self.answers)

    @classmethod
    def of(cls, parameters: Parameters, values: Mapping[str, Any], region: str = NATION) -> "RuleSet":
        """A rule set with given values, for tests and recomputation. Raises BadValue."""
        stated = {p.key: p.default for p in parameters if not p.required} | dict(values)
        answers: dict[str, Answer] = {}
        for key, value in stated.items():
            clean = parameters[key].type.clean(value)
            answers[key] = Answer(key, clean, "tongban", "0", region, "core", source="default")
        return cls(parameters, (region,), with_entries(parameters, answers, {}))


def with_entries(
    parameters: Parameters, answers: Mapping[str, Answer], entries: Mapping[str, Answer]
) -> dict[str, Answer]:
    """Answers with one more per table entry, each naming who said that entry (``entries`` by entry key)."""
    full = dict(answers)
    for key, answer in answers.items():
        if parameters[key].merge != "by_key":
            continue
        for entry, value in answer.value.items():
            name = entry_key(key, entry)
            full[name] = entries.get(name) or replace(answer, key=name, value=value)
    return full


def content(rules: Rules) -> dict[str, Any]:
    """What a snapshot stores and the hash is over; ``code`` only where code decides."""
    code = {"code": [asdict(ref) for ref in rules.code]} if rules.code else {}
    return {
        "format": FORMAT,
        "region": rules.region,
        "chain": list(rules.chain),
        "packs": [asdict(pack) for pack in rules.packs],
        "answers": {key: answer.to_json() for key, answer in sorted(rules.answers.items())},
        **code,
    }


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON (RFC 8785), hexadecimal."""
    return sha256_hex(canonical(dict(document)))
