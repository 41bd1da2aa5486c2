"""Answers are kept until the packs change, in whichever process they change; managers stay few."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from plugins.declared import PARAMETERS
from plugins.facade import Hooks
from plugins.load import load_packs
from plugins.lru import Lru
from plugins.managers import LIMIT, Managers
from plugins.offers import BUNDLED
from plugins.packs import read_epoch
from plugins.provider import Provider
from plugins.python_plugins import Discovery, PythonPlugin
from tests.plugins.county import NOW, County
from tongban.hookspecs import hookimpl
from tongban.regions.service import load_regions
from tongban.rules.models import RulePack

NOTICE = "market.award.notice_wd"
FILE = '[plugin]\nregion = "430582"\nname = "邵东自定"\n[rules]\n"market.award.notice_wd" = {days}\n'
LOAD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy.orm import Session
from plugins.load import load_packs
from tongban.db.engine import make_engines
from tongban.db.models import import_all

import_all()
with Session(make_engines(sys.argv[1]).write) as session, session.begin():
    load_packs(session, datetime(2026, 3, 2, 2, tzinfo=UTC), [Path(sys.argv[2])])
"""


def provider() -> Provider:
    return Provider(PARAMETERS, Hooks(Discovery()))


def queries(session: Session, ask: Any) -> list[str]:
    """The statements that a call sends to the database."""
    sent: list[str] = []
    engine = session.get_bind()

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    return sent


def test_asking_again_costs_one_small_query(county: County) -> None:
    county.rules("430582")
    (only,) = queries(county.session, lambda: county.rules("430582").value(NOTICE))
    assert "rules_epoch" in only


def test_the_same_rule_set_is_given_while_nothing_changes(county: County) -> None:
    assert county.rules("430582") is county.rules("430582")


def test_two_sessions_of_one_process_see_a_change(db: sessionmaker[Session], tmp_path: Path) -> None:
    with db.begin() as session:
        load_regions(session)
        load_packs(session, NOW, [BUNDLED])
    asked = provider()
    with db() as session:
        assert asked.for_region("430582", NOW, session).value(NOTICE) == 5
    (tmp_path / "county.toml").write_text(FILE.format(days=8), encoding="utf-8")
    with db.begin() as session:
        load_packs(session, NOW, [tmp_path])
    with db() as session:
        assert asked.for_region("430582", NOW, session).value(NOTICE) == 8


def test_another_process_sees_a_change(db: sessionmaker[Session], tmp_path: Path) -> None:
    with db.begin() as session:
        load_regions(session)
        load_packs(session, NOW, [BUNDLED])
        url = session.get_bind().engine.url.render_as_string(hide_password=False)
    asked = provider()
    with db() as session:
        assert asked.for_region("430582", NOW, session).value(NOTICE) == 5
    (tmp_path / "county.toml").write_text(FILE.format(days=8), encoding="utf-8")
    subprocess.run([sys.executable, "-W", "ignore", "-c", LOAD, url, str(tmp_path)], check=True, timeout=60)
    with db() as session:
        assert asked.for_region("430582", NOW, session).value(NOTICE) == 8


def test_what_was_rolled_back_is_not_kept(db: sessionmaker[Session], tmp_path: Path) -> None:
    with db.begin() as session:
        load_regions(session)
        load_packs(session, NOW, [BUNDLED])
    asked = provider()
    numbers = []
    for days in (8, 9):
        (tmp_path / "county.toml").write_text(FILE.format(days=days), encoding="utf-8")
        with db() as session:
            load_packs(session, NOW, [tmp_path])
            numbers.append(read_epoch(session).number)
            assert asked.for_region("430582", NOW, session).value(NOTICE) == days
            session.rollback()
    assert numbers[0] == numbers[1]
    with db() as session:
        assert asked.for_region("430582", NOW, session).value(NOTICE) == 5


def test_two_processes_that_load_at_once_make_one_version(db: sessionmaker[Session], tmp_path: Path) -> None:
    with db.begin() as session:
        load_regions(session)
        url = session.get_bind().engine.url.render_as_string(hide_password=False)
    (tmp_path / "county.toml").write_text(FILE.format(days=8), encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-c", LOAD, url, str(tmp_path)]
    started = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    with db() as session:
        assert session.query(RulePack).count() == 1


def test_the_least_used_value_is_dropped() -> None:
    cache: Lru[str, int] = Lru(2)
    for key in ("a", "b", "a", "c"):
        cache.get(key, lambda key=key: ord(key))
    assert [key in cache for key in "abc"] == [True, False, True]


def test_no_more_than_300_managers_are_kept() -> None:
    class Nothing:
        @hookimpl
        def market_entry_check(self) -> None: ...

    plugin = PythonPlugin("ours", "程序", "1", ("000000",), 1, None, Nothing())
    managers = Managers()
    made = [managers.get(("000000", str(number)), [plugin]) for number in range(LIMIT + 20)]
    assert len(managers) == LIMIT == 300
    assert managers.get(("000000", str(LIMIT + 19)), [plugin]) is made[-1]
    assert managers.get(("000000", "0"), [plugin]) is not made[0]


def test_three_hundred_chains_cost_no_more_each_than_the_first_thirty(county: County) -> None:
    codes = [f"99{number:04d}" for number in range(300)]
    for code in codes:
        county.write(FILE.replace("430582", code).format(days=4), f"{code}.toml")
    county.load()

    def seconds_for(some: list[str]) -> float:
        began = time.perf_counter()
        assert all(county.rules(code).value(NOTICE) == 4 for code in some)
        return time.perf_counter() - began

    first, others, again = seconds_for(codes[:30]), seconds_for(codes[30:]), seconds_for(codes)
    # One manager for all would make each further chain dearer than the one before.
    assert others / 270 < 3 * first / 30
    assert again < first + others
