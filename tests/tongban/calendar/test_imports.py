"""Official years in the database: versions, their trace, overrides of regions, what is missing."""

import datetime as dt
import hashlib
import json
from importlib.metadata import version

import pytest
from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from tongban.audit.models import AuditEvent
from tongban.calendar import NATION, DayKind, DayMark
from tongban.calendar.cache import CalendarCache
from tongban.calendar.hashing import content_hash
from tongban.calendar.importing import import_year, import_years, seed_official_years
from tongban.calendar.models import CalendarYear
from tongban.calendar.official import official_calendar, official_source, official_years
from tongban.calendar.service import CalendarService
from tongban.calendar.wiring import seed_step
from tongban.clock import TZ
from tongban.security import SYSTEM
from tongban.work import Work

from .conftest import NOW

D = dt.date.fromisoformat
CITY, COUNTY = "990100", "990101"
#: A table of 2027 made up for the tests.
YEAR_2027 = [
    *(DayMark(D(f"2027-01-0{day}"), DayKind.OFF, "元旦") for day in (1, 2, 3)),
    DayMark(D("2027-01-04"), DayKind.OFF, "元旦"),
    DayMark(D("2027-01-09"), DayKind.WORK, "调休上班（元旦）"),
    *(DayMark(D(f"2027-05-0{day}"), DayKind.OFF, "劳动节") for day in (1, 2, 3)),
    *(DayMark(D(f"2027-10-0{day}"), DayKind.OFF, "国庆节") for day in range(1, 8)),
]


FOURTH_OF_MAY = DayMark(D("2027-05-04"), DayKind.OFF, "劳动节延长")


@pytest.fixture
def seeded(work: Work) -> Work:
    seed_official_years(work)
    return work


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=TZ).astimezone(dt.UTC)


def test_the_bundled_years_are_stored_once(work: Work) -> None:
    report = seed_official_years(work)
    assert report.changed_years == tuple(range(2004, 2027))
    assert (report.region_code, report.source) == (NATION, official_source())
    assert report.warnings == ()
    assert seed_official_years(work).years == ()


def test_setting_up_says_which_years_were_stored_and_then_nothing(work: Work) -> None:
    assert seed_step(work, Registry()) == "已装载 2004 到 2026 年的官方节假日，共 23 年。"
    assert seed_step(work, Registry()) is None


def test_the_calendar_of_the_database_says_what_the_bundled_one_says(seeded: Work) -> None:
    stored = CalendarService(seeded.session, CalendarCache()).for_region()
    bundled = official_calendar()
    assert stored.years == bundled.years
    assert stored.marks == bundled.marks
    assert bundled.version == official_source() == f"chinesecalendar {version('chinesecalendar')}"


def test_an_imported_year_makes_provisional_dates_official(seeded: Work) -> None:
    service = CalendarService(seeded.session)
    before = service.for_region().add_working_days(D("2026-12-21"), 10)
    report = import_years(seeded, YEAR_2027, source="通知")
    after = service.for_region().add_working_days(D("2026-12-21"), 10)
    assert (before.date, before.provisional) == (D("2027-01-05"), True)
    assert (after.date, after.provisional) == (D("2027-01-06"), False)
    assert before.calendar_version != after.calendar_version
    assert (report.changed_years, report.warnings) == ((2027,), ())


def test_importing_again_makes_a_version_and_keeps_the_old_one(seeded: Work) -> None:
    import_years(seeded, YEAR_2027, source="通知")
    emergency = [*YEAR_2027[1:], DayMark(D("2027-05-04"), DayKind.OFF, "劳动节延长")]
    (change,) = import_years(seeded, emergency, source="延长通知").years
    assert (change.version, change.previous) == (2, 1)
    assert [mark.date for mark in change.added] == [D("2027-05-04")]
    assert [mark.date for mark in change.removed] == [D("2027-01-01")]
    versions = CalendarService(seeded.session).history(NATION, 2027)
    assert [(v.version, v.source, v.imported_by, v.imported_at) for v in versions] == [
        (1, "通知", "系统", NOW),
        (2, "延长通知", "系统", NOW),
    ]
    assert versions[0].marks() == tuple(YEAR_2027)


def test_a_table_that_says_the_same_changes_nothing(seeded: Work) -> None:
    import_years(seeded, YEAR_2027, source="通知")
    (change,) = import_years(seeded, reversed(YEAR_2027), source="再来一次").years
    assert change.unchanged
    assert len(CalendarService(seeded.session).history(NATION, 2027)) == 1


def test_a_table_is_told_in_calendar_order(seeded: Work) -> None:
    import_years(seeded, reversed(YEAR_2027), source="通知")
    service = CalendarService(seeded.session)
    assert service.table(year=2027) == tuple(YEAR_2027)
    assert [mark.date.year for mark in service.table()] == sorted(mark.date.year for mark in service.table())


def test_an_import_leaves_an_audit_event(seeded: Work) -> None:
    import_years(seeded, YEAR_2027, source="通知")
    row = seeded.session.scalars(select(CalendarYear).filter_by(year=2027)).one()
    event = seeded.session.scalars(
        select(AuditEvent).filter_by(thing_kind="calendar_year", thing_id=row.id)
    ).one()
    assert (event.event, event.region, event.at) == ("imported", NATION, NOW)
    assert event.public == {
        "year": 2027,
        "version": 1,
        "source": "通知",
        "content_hash": content_hash(YEAR_2027),
        "previous_hash": None,
        "added": len(YEAR_2027),
        "removed": 0,
        "changed": 0,
    }
    assert row.content_hash == content_hash(YEAR_2027)


def test_the_event_of_a_new_version_says_what_changed(seeded: Work) -> None:
    import_years(seeded, YEAR_2027, source="通知")
    changed = [*YEAR_2027[2:-1], DayMark(YEAR_2027[-1].date, DayKind.OFF, "国庆"), FOURTH_OF_MAY]
    import_years(seeded, changed, source="更正")
    row = seeded.session.scalars(select(CalendarYear).filter_by(year=2027, version=2)).one()
    query = select(AuditEvent).filter_by(thing_kind="calendar_year", thing_id=row.id)
    assert seeded.session.scalars(query).one().public == {
        "year": 2027,
        "version": 2,
        "source": "更正",
        "content_hash": content_hash(changed),
        "previous_hash": content_hash(YEAR_2027),
        "added": 1,
        "removed": 2,
        "changed": 1,
    }


def test_what_a_new_version_changes_is_told_line_by_line_in_calendar_order(seeded: Work) -> None:
    import_years(seeded, YEAR_2027, source="通知")
    renamed = [DayMark(mark.date, mark.kind, "国庆") for mark in YEAR_2027[-2:]]
    (change,) = import_years(seeded, [FOURTH_OF_MAY, *reversed(renamed)], source="更正").years
    assert (change.year, change.version, change.previous) == (2027, 2, 1)
    assert change.added == (FOURTH_OF_MAY,)
    assert change.removed == tuple(YEAR_2027[:-2])
    assert change.changed == tuple(zip(YEAR_2027[-2:], renamed, strict=True))


def test_a_report_names_the_place_the_source_and_every_year(seeded: Work) -> None:
    days = [DayMark(D(f"{year}-03-03"), DayKind.OFF, "地方节日") for year in (2028, 2026)]
    report = import_years(seeded, days, source="市里的通知", region_code=CITY)
    assert (report.region_code, report.source, report.dry_run) == (CITY, "市里的通知", False)
    assert [(change.year, change.version, change.previous) for change in report.years] == [
        (2026, 1, None),
        (2028, 1, None),
    ]
    assert report.warnings == (), "a region's table only names differences"
    assert CalendarService(seeded.session).years(CITY) == (2026, 2028)
    again = import_years(
        seeded, [*days[:1], DayMark(D("2026-03-04"), DayKind.OFF, "x")], source="又一份", region_code=CITY
    )
    assert again.changed_years == (2026,)
    assert [row.source for row in CalendarService(seeded.session).history(CITY, 2028)] == ["市里的通知"]


def test_a_dry_run_writes_nothing(seeded: Work) -> None:
    report = import_years(seeded, YEAR_2027, source="通知", dry_run=True)
    assert (report.changed_years, report.dry_run) == ((2027,), True)
    assert 2027 not in CalendarService(seeded.session).years()


def test_a_table_without_the_fixed_holidays_is_doubted(seeded: Work) -> None:
    report = import_years(seeded, YEAR_2027[:5], source="通知", dry_run=True)
    advice = "表不完整，期限就会算错；请核对国务院办公厅的通知。"
    days = "5月1日、10月1日、10月2日、10月3日"
    assert report.warnings == (f"2027 年的表里 {days} 没有列为放假。{advice}",)
    worked = [DayMark(mark.date, DayKind.WORK, "x") for mark in YEAR_2027]
    assert "1月1日、5月1日、" in import_years(seeded, worked, source="通知", dry_run=True).warnings[0]


def test_every_doubtful_year_of_a_file_is_named(seeded: Work) -> None:
    days = [DayMark(D(f"{year}-01-01"), DayKind.OFF, "元旦") for year in (2027, 2028)]
    report = import_years(seeded, days, source="通知", dry_run=True)
    assert [warning[:6] for warning in report.warnings] == ["2027 年", "2028 年"]


def test_the_nearest_region_has_the_last_word(seeded: Work) -> None:
    day = D("2026-03-03")
    import_year(seeded, 2026, [DayMark(day, DayKind.OFF, "全市放假")], source="市", region_code=CITY)
    import_year(seeded, 2026, [DayMark(day, DayKind.WORK, "本县上班")], source="县", region_code=COUNTY)
    service = CalendarService(seeded.session)
    assert service.for_region([NATION, CITY]).explain(day).why == "全市放假"
    assert service.for_region([NATION, CITY, COUNTY]).explain(day).why == "本县上班"
    assert service.for_region([NATION]).explain(day).why == "工作日"
    assert service.table(COUNTY) == (DayMark(day, DayKind.WORK, "本县上班"),)


def test_a_region_withdraws_its_days_by_an_empty_table(seeded: Work) -> None:
    day = DayMark(D("2026-03-03"), DayKind.OFF, "全市放假")
    import_year(seeded, 2026, [day], source="市", region_code=CITY)
    change = import_year(seeded, 2026, [], source="撤销", region_code=CITY)
    assert (change.version, change.removed) == (2, (day,))
    assert CalendarService(seeded.session).for_region([CITY]).is_working_day(day.date)


def test_the_nation_cannot_have_an_empty_year(seeded: Work) -> None:
    with pytest.raises(ValueError, match=r"^a year of the nation without any day off$"):
        import_year(seeded, 2027, [], source="通知")
    with pytest.raises(ValueError, match=r"^a line belongs to another year$"):
        import_year(seeded, 2028, YEAR_2027, source="通知")


def test_a_calendar_is_put_together_once_for_all_places_without_days_of_their_own(seeded: Work) -> None:
    service = CalendarService(seeded.session)
    assert service.for_region([CITY]) is service.for_region([COUNTY]) is service.for_region()


def test_a_calendar_is_named_after_the_last_official_year_and_all_that_it_consists_of(seeded: Work) -> None:
    """Anybody who holds the tables can work out which calendar a stored date was computed with."""
    day = [DayMark(D("2026-03-03"), DayKind.OFF, "全市放假")]
    import_years(seeded, [*YEAR_2027, DayMark(D("2027-05-04"), DayKind.OFF, "劳动节")], source="通知")
    import_years(seeded, YEAR_2027, source="更正")
    import_year(seeded, 2026, [*official_years()[2026], *day], source="后来的更正")
    import_year(seeded, 2026, day, source="市", region_code=CITY)
    service = CalendarService(seeded.session, CalendarCache())
    heads = [
        [region, year, row.version, row.content_hash]
        for region, years in ((NATION, range(2004, 2028)), (CITY, [2026]))
        for year in years
        for row in service.history(region, year)[-1:]
    ]
    text = json.dumps(heads, ensure_ascii=False, separators=(",", ":"))
    calendar = service.for_region([NATION, CITY])
    assert calendar.version == f"2027.2-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    assert calendar.years == frozenset(range(2004, 2028))


def test_without_official_years_a_calendar_says_so_by_its_name(work: Work) -> None:
    import_year(
        work, 2026, [DayMark(D("2026-03-03"), DayKind.OFF, "全市放假")], source="市", region_code=CITY
    )
    calendar = CalendarService(work.session, CalendarCache()).for_region([CITY])
    assert calendar.version.startswith("0.0-")
    assert len(calendar.version) == len("0.0-") + 12
    assert (calendar.years, calendar.is_working_day(D("2026-03-03"))) == (frozenset(), False)


def test_an_import_that_is_rolled_back_is_forgotten(db: "sessionmaker[Session]") -> None:
    with db.begin() as session:
        seed_official_years(Work(session, SYSTEM, NOW))
    with db() as session:
        import_years(Work(session, SYSTEM, NOW), YEAR_2027, source="通知")
        assert 2027 in CalendarService(session).for_region().years
        session.rollback()
    with db() as session:
        assert 2027 not in CalendarService(session).for_region().years


def test_two_imports_of_one_version_cannot_both_stay(seeded: Work) -> None:
    import_years(seeded, YEAR_2027, source="通知")
    seeded.session.add(
        CalendarYear(
            region_code=NATION,
            year=2027,
            version=1,
            source="同时",
            imported_at=NOW,
            imported_by="系统",
            content_hash="0" * 64,
        )
    )
    with pytest.raises(IntegrityError), seeded.session.begin_nested():
        seeded.session.flush()


@pytest.mark.parametrize(
    ("now", "missing"),
    [
        ("2026-09-30 23:59", ()),
        ("2026-10-01 00:00", (2027,)),
        ("2027-01-04 09:00", (2027,)),
        ("2027-10-08 09:00", (2027, 2028)),
        ("2026-03-02 09:00", ()),
    ],
)
def test_the_operator_is_warned_from_october_on(seeded: Work, now: str, missing: tuple[int, ...]) -> None:
    service = CalendarService(seeded.session)
    assert service.years_missing(at(now)) == missing
    years = "、".join(f"{year} 年" for year in missing)
    said = f"还没有 {years}的官方节假日安排，落在其中的期限都是暂定的。通知公布后，请导入日历。"
    assert service.warning(at(now)) == (said if missing else None)


def test_once_imported_nobody_is_warned(seeded: Work) -> None:
    import_years(seeded, YEAR_2027, source="通知")
    assert CalendarService(seeded.session).warning(at("2026-12-01 09:00")) is None
