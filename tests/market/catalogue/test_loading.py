"""Loading the catalogue into the database: once, again, and after the files changed."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from market.catalogue import Catalogue, apply_changes, base_catalogue, catalogue_of, load_catalogue, load_into
from market.catalogue.models import ServiceItemRow
from market.rules import PARAMETERS
from tests.market.catalogue.small_site import NOW
from tongban.rules import Parameters, RuleSet

Sessions = sessionmaker[Session]


def test_what_was_loaded_is_what_the_files_say(sessions: Sessions) -> None:
    with sessions.begin() as session:
        report = load_into(session, NOW)
    with sessions() as session:
        assert base_catalogue(session).version == load_catalogue().version
        assert list(base_catalogue(session)) == list(load_catalogue())
    assert len(report.added) == len(load_catalogue())


def test_loading_again_changes_nothing(sessions: Sessions) -> None:
    with sessions.begin() as session:
        load_into(session, NOW)
    with sessions.begin() as session:
        report = load_into(session, NOW + timedelta(days=1))
    assert (report.added, report.changed, report.disabled) == ((), (), ())
    assert report.unchanged == len(load_catalogue())
    with sessions() as session:
        assert session.scalar(select(func.max(ServiceItemRow.loaded_at))) == NOW
        assert session.scalar(select(func.count()).select_from(ServiceItemRow)) == len(load_catalogue())


def test_a_changed_item_is_updated_in_place_and_a_lost_one_disabled_not_deleted(sessions: Sessions) -> None:
    later = apply_changes(load_catalogue(), {"ZJ-HP-01": {"note": "改过"}, "ZJ-HP-02": {"hidden": True}})
    with sessions.begin() as session:
        load_into(session, NOW)
        ids = dict(session.execute(select(ServiceItemRow.code, ServiceItemRow.id)).all())  # type: ignore[arg-type]
    with sessions.begin() as session:
        report = load_into(session, NOW, later)
    assert report.disabled == ("ZJ-HP-02",)
    assert "ZJ-HP-01" in report.changed
    with sessions() as session:
        assert dict(session.execute(select(ServiceItemRow.code, ServiceItemRow.id)).all()) == ids  # type: ignore[arg-type]
        assert base_catalogue(session).version == later.version
        gone = session.scalar(select(ServiceItemRow).where(ServiceItemRow.code == "ZJ-HP-02"))
        assert gone is not None
        assert not gone.enabled


def test_an_item_that_comes_back_is_enabled_again(sessions: Sessions) -> None:
    with sessions.begin() as session:
        load_into(session, NOW)
        load_into(session, NOW, Catalogue([]))
        report = load_into(session, NOW)
    assert len(report.changed) == len(load_catalogue())
    assert report.words.startswith("服务事项目录：新增 0 项")


def test_a_region_sees_its_own_changes_with_their_author(sessions: Sessions) -> None:
    values = {"market.catalogue": {"ZJ-HP-01": {"charge": "每份不高于 3 万元"}, "ZJ-QX-02": {"hidden": True}}}
    catalogue_rule = [p for p in PARAMETERS if p.key == "market.catalogue"]
    rules = RuleSet.of(Parameters(catalogue_rule), values, region="430582")
    with sessions.begin() as session:
        load_into(session, NOW)
        here = catalogue_of(session, rules)
        elsewhere = catalogue_of(session, RuleSet.of(Parameters(catalogue_rule), {}))
    assert here["ZJ-HP-01"].charge is not None
    assert here["ZJ-HP-01"].charge.origin.source == "tongban 0（系统）"
    assert "ZJ-QX-02" not in here
    assert elsewhere.version == load_catalogue().version
