"""Rules in force stick: a thing keeps the answers it was published with."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tongban.errors import DomainError, NotFound
from tongban.rules.answers import Answer, CodeRef, PackRef
from tongban.rules.models import RuleCode, RuleSnapshot
from tongban.rules.parameters import Parameters, entry_key, split_key
from tongban.rules.ruleset import RuleMissing, Rules, content, digest

#: Where the texts of document templates stand among the answers.
TEMPLATES = "docs.templates"


class CodeAbsent(DomainError):
    """A region's own code does not run here, so nothing new may be bound to its rules."""

    code = "rules.code_absent"
    message = "本地区的规则程序没有运行，暂时不能发布。请联系平台管理员。"


class PinnedRules:
    """The answers stored under a hash, asked like a live rule set.

    A key that did not exist when the snapshot was taken answers its declared default, when ``parameters``
    are given and it has one; so an old thing outlives an upgrade.
    """

    def __init__(self, snapshot: RuleSnapshot, parameters: Parameters | None = None) -> None:
        stored: Mapping[str, Any] = snapshot.content
        self.hash = snapshot.hash
        self.chain: tuple[str, ...] = tuple(stored["chain"])
        self.packs = tuple(PackRef(**pack) for pack in stored["packs"])
        self.code = tuple(CodeRef(**ref) for ref in stored.get("code", ()))
        self.absent: tuple[PackRef, ...] = ()
        self.answers: Mapping[str, Answer] = {
            key: Answer.from_json(key, answer) for key, answer in stored["answers"].items()
        }
        self.parameters = parameters

    @property
    def region(self) -> str:
        """The code of the region that was asked."""
        return self.chain[-1]

    def ask(self, key: str) -> Answer:
        """The pinned answer. Raises RuleMissing when it was not pinned and has no default."""
        found = self.answers.get(key)
        if found is not None:
            return found
        parameter = self.parameters.get(key) if self.parameters else None
        if parameter is None or parameter.required or split_key(key)[1]:
            raise RuleMissing(key=key)
        return Answer(
            key, parameter.default, "tongban", parameter.since, self.region, "core", source="default"
        )

    def value(self, key: str) -> Any:
        """The value alone, free to be changed by the caller."""
        return copy.deepcopy(self.ask(key).value)

    def words(self, key: str) -> str:
        """The value in Chinese; plain when the key is no longer known."""
        value = self.ask(key).value
        return self.parameters.words(key, value) if self.parameters else str(value)


def pin(
    session: Session,
    rules: Rules,
    keys: Iterable[str] | None = None,
    *,
    now: datetime,
    templates: Mapping[str, str] | None = None,
) -> str:
    """Store the answers and return their hash; the same answers are stored once.

    ``keys``: the questions the thing will ever ask (all of them by default; a table brings its entries).
    ``templates``: texts of the document templates that come with the site; a region's own text wins.
    Raises RuleMissing when one of ``keys`` has no answer, CodeAbsent when a plugin in force does not run
    here: a county's own check must not be left out of what is published while its package is away.
    """
    if rules.absent:
        names = "、".join(f"“{pack.name}”" for pack in rules.absent)
        raise CodeAbsent(f"规则程序{names}没有运行，暂时不能发布。请联系平台管理员。")
    document = content(rules)
    document["answers"] |= _templates(rules, templates or {})
    if keys is not None:
        wanted = {split_key(rules.ask(key).key)[0] for key in keys}
        if templates:
            wanted.add(TEMPLATES)
        document["answers"] = {k: a for k, a in document["answers"].items() if split_key(k)[0] in wanted}
    key = digest(document)
    _store(session, RuleSnapshot(hash=key, content=document, created_at=now))
    return key


def pinned(session: Session, key: str, parameters: Parameters | None = None) -> PinnedRules:
    """The rules stored under a hash. Raises NotFound."""
    snapshot = session.get(RuleSnapshot, key)
    if snapshot is None:
        raise NotFound("没有找到当时适用的规则。", hash=key)
    return PinnedRules(snapshot, parameters)


def _templates(rules: Rules, texts: Mapping[str, str]) -> dict[str, Any]:
    own = rules.answers.get(TEMPLATES)
    base = own or Answer(TEMPLATES, {}, "tongban", "0", rules.chain[0], "core", source="default")
    whole = replace(base, value={**texts, **base.value})
    answers = {TEMPLATES: whole.to_json()}
    for name, text in texts.items():
        key = entry_key(TEMPLATES, name)
        if key not in rules.answers:
            entry = Answer(key, text, "tongban", "0", rules.chain[0], "core", source="default")
            answers[key] = entry.to_json()
    return answers


def _store(session: Session, snapshot: RuleSnapshot) -> None:
    if session.get(RuleSnapshot, snapshot.hash) is not None:
        return
    session.flush()  # what others left pending must not fail inside the savepoint
    try:
        with session.begin_nested():
            session.add(snapshot)
            session.flush()
            refs = snapshot.content.get("code", ())
            session.add_all(RuleCode(snapshot_hash=snapshot.hash, **ref) for ref in refs)
    except IntegrityError:  # stored by another process in the meantime: the same content, by its hash
        pass
