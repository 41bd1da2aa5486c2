"""Rules in force stick: what was published with a thing is answered for ever."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, object_session, sessionmaker

from tongban.errors import NotFound
from tongban.rules import (
    CodeAbsent,
    CodeRef,
    PackRef,
    Parameter,
    Parameters,
    RuleMissing,
    RuleSet,
    pin,
    pinned,
)
from tongban.rules.models import RuleCode, RuleSnapshot
from tongban.rules.values import TableOf, Text, Whole

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
REGISTER = Parameters(
    [
        Parameter("a.days", Whole(0, 30), "公示期", "wd"),
        Parameter("a.other", Whole(0, 30), "别的", "wd"),
        Parameter("a.min", TableOf(Whole(1, 9), keys={"draw": "抽取"}), "家数", "firms", merge="by_key"),
        Parameter("docs.templates", TableOf(Text(99), pattern="[a-z_]+"), "模板", default={}, merge="by_key"),
    ]
)
ANSWERS = {"a.days": 3, "a.other": 9, "a.min": {"draw": 3}}
Db = sessionmaker[Session]


def rules(**changed: object) -> RuleSet:
    return RuleSet.of(REGISTER, {**ANSWERS, **{k.replace("_", ".", 1): v for k, v in changed.items()}})


def test_pinned_answers_are_asked_like_live_ones(db: Db) -> None:
    with db.begin() as session:
        key = pin(session, rules(), now=NOW)
    with db() as session:
        kept = pinned(session, key, REGISTER)
        assert kept.ask("a.days") == rules().ask("a.days")
        assert kept.value("a.min[draw]") == 3
        assert kept.words("a.days") == "3 个工作日"
        assert kept.chain == rules().chain


def test_the_same_answers_are_stored_once_and_under_their_own_hash(db: Db) -> None:
    with db.begin() as session:
        first, again = pin(session, rules(), now=NOW), pin(session, rules(), now=NOW)
        assert first == again == rules().hash
        assert pin(session, rules(a_days=5), now=NOW) != first
        assert session.scalar(select(func.count()).select_from(RuleSnapshot)) == 2


def test_a_snapshot_cannot_be_changed_or_removed(db: Db) -> None:
    with db.begin() as session:
        key = pin(session, rules(), now=NOW)
    with pytest.raises(TypeError, match="immutable"), db.begin() as session:
        session.get_one(RuleSnapshot, key).content = {}
    with pytest.raises(TypeError, match="immutable"), db.begin() as session:
        session.delete(session.get_one(RuleSnapshot, key))


def test_only_the_questions_that_will_be_asked_can_be_pinned(db: Db) -> None:
    with db.begin() as session:
        kept = pinned(session, pin(session, rules(), ["a.days", "a.min"], now=NOW))
    assert set(kept.answers) == {"a.days", "a.min", "a.min[draw]"}
    with pytest.raises(RuleMissing):
        kept.ask("a.other")


def test_pinning_a_question_nobody_answers_is_refused_at_once(db: Db) -> None:
    with db.begin() as session, pytest.raises(RuleMissing):
        pin(session, RuleSet.of(REGISTER, {"a.days": 3}), ["a.days", "a.other"], now=NOW)


def test_template_texts_are_pinned_and_a_regions_own_text_wins(db: Db) -> None:
    own = rules(docs_templates={"letter": "本地文本"})
    site = {"letter": "自带文本", "notice": "自带公告"}
    with db.begin() as session:
        kept = pinned(session, pin(session, own, ["a.days"], now=NOW, templates=site))
    assert kept.value("docs.templates") == {"letter": "本地文本", "notice": "自带公告"}
    assert kept.value("docs.templates[letter]") == "本地文本"
    assert kept.value("docs.templates[notice]") == "自带公告"


def test_a_question_younger_than_the_snapshot_answers_its_default_if_it_has_one(db: Db) -> None:
    with db.begin() as session:
        key = pin(session, rules(), now=NOW)
        newer = Parameters(
            REGISTER,
            [
                Parameter("b.seconds", Whole(5, 60), "清点", "s", default=5),
                Parameter("b.law", Whole(0, 9), "新规"),
            ],
        )
        kept = pinned(session, key, newer)
    assert kept.value("b.seconds") == 5
    with pytest.raises(RuleMissing):
        kept.ask("b.law")


def test_an_unknown_hash_is_not_found(db: Db) -> None:
    with db() as session, pytest.raises(NotFound):
        pinned(session, "0" * 64)


def test_two_needs_published_at_once_with_the_same_answers_do_not_disturb_each_other(db: Db) -> None:
    pinned_both = threading.Barrier(2, timeout=30)
    keys: list[str] = []

    def publish(first: bool) -> None:
        with db() as session:
            if first:
                keys.append(pin(session, rules(), now=NOW))
                pinned_both.wait()
                time.sleep(0.2)
            else:
                pinned_both.wait()
                keys.append(pin(session, rules(), now=NOW))
            session.commit()

    threads = [threading.Thread(target=publish, args=(first,)) for first in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(keys) == 2
    assert keys[0] == keys[1]
    with db() as session:
        assert session.scalar(select(func.count()).select_from(RuleSnapshot)) == 1


CODE = (CodeRef("market_entry_check", "python:ours", "某县", "2"),)


def with_code(*code: CodeRef, absent: tuple[PackRef, ...] = ()) -> RuleSet:
    plain = rules()
    return RuleSet(plain.parameters, plain.chain, plain.answers, code=code, absent=absent)


def test_code_that_decides_is_part_of_what_is_pinned(db: Db) -> None:
    with db.begin() as session:
        key = pin(session, with_code(*CODE), now=NOW)
        assert key == with_code(*CODE).hash != rules().hash
        assert pin(session, with_code(*CODE), now=NOW) == key
        assert pinned(session, key).code == CODE
        row = session.scalars(select(RuleCode)).one()
        assert (row.snapshot_hash, row.hook, row.source, row.plugin, row.impl_version) == (
            key,
            "market_entry_check",
            "python:ours",
            "某县",
            "2",
        )


def test_another_implementation_is_another_snapshot(db: Db) -> None:
    other = replace(CODE[0], impl_version="3")
    assert with_code(other).hash != with_code(*CODE).hash


def test_nothing_is_pinned_while_a_plugin_in_force_does_not_run(db: Db) -> None:
    away = PackRef("python:ours", "999999", "某县", "1.0", "python", "ab" * 32)
    with db.begin() as session, pytest.raises(CodeAbsent, match="“某县”没有运行"):
        pin(session, with_code(absent=(away,)), now=NOW)


def _removed(row: RuleCode) -> None:
    session = object_session(row)
    assert session is not None
    session.delete(row)


@pytest.mark.parametrize("change", [lambda row: setattr(row, "impl_version", "9"), _removed])
def test_what_is_bound_is_never_changed(db: Db, change: Callable[[RuleCode], None]) -> None:
    with db.begin() as session:
        pin(session, with_code(*CODE), now=NOW)
    with pytest.raises(TypeError, match="immutable"), db.begin() as session:
        change(session.scalars(select(RuleCode)).one())
