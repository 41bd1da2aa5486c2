"""``tongban workday`` as typed at the terminal."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session, sessionmaker

from tongban.calendar.cli import workday
from tongban.calendar.importing import seed_official_years
from tongban.cli.context import Context
from tongban.clock import FixedClock
from tongban.rules import REGISTRY_KEY, FixedRules, Parameters, RuleSet
from tongban.rules.core import PARAMETERS
from tongban.security import SYSTEM
from tongban.work import Work

from .conftest import NOW

#: What the register of questions requires beside the days of the calendar.
ANSWERS = {"clock.day_end": "17:30", "clock.receive_roll": "next_workday"}
CSV = "date,kind,why\n2027-01-01,off,元旦\n2027-01-04,off,元旦\n"


class Site(Context):
    """A context on the test's database, without an ini file."""

    def __init__(self, db: "sessionmaker[Session]") -> None:
        super().__init__(Path("unused.ini"))
        self._db = db
        self.local_days: dict[str, str] = {}

    @property
    def registry(self) -> dict[str, object]:  # type: ignore[override]
        rules = RuleSet.of(Parameters(PARAMETERS), {**ANSWERS, "clock.calendar": self.local_days})
        return {REGISTRY_KEY: FixedRules(rules), "tongban.clock": FixedClock(NOW)}

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self._db.begin() as session:
            yield session

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.session() as session:
            yield Work(session, SYSTEM, NOW, "cli")


@pytest.fixture
def site(db: "sessionmaker[Session]") -> Site:
    with db.begin() as session:
        seed_official_years(Work(session, SYSTEM, NOW, "cli"))
    return Site(db)


def run(site: Context, *arguments: str) -> Result:
    return CliRunner().invoke(workday, arguments, obj=site)


def test_add_prints_the_promised_json(site: Site) -> None:
    result = run(site, "add", "2026-09-18", "1", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.output)
    assert answer["date"] == "2026-09-20"
    assert answer["provisional"] is False
    assert answer["calendar_version"].startswith("2026.1-")
    assert answer["days"] == [
        {"date": "2026-09-19", "counted": False, "why": "周末"},
        {"date": "2026-09-20", "counted": True, "why": "调休上班（国庆节）"},
    ]


def test_add_beyond_the_data_is_provisional(site: Site) -> None:
    answer = json.loads(run(site, "add", "2026-12-21", "10", "--json").output)
    assert (answer["date"], answer["provisional"]) == ("2027-01-05", True)
    assert "2027-01-05 周二（暂定）" in run(site, "add", "2026-12-21", "10").output


def test_add_counts_backwards(site: Site) -> None:
    assert json.loads(run(site, "add", "2026-10-08", "-2", "--json").output)["date"] == "2026-09-29"
    assert "往前 2 个工作日" in run(site, "add", "2026-10-08", "-2").output


def test_between_counts_the_second_day_but_not_the_first(site: Site) -> None:
    answer = json.loads(run(site, "between", "2025-12-31", "2026-12-31", "--json").output)
    assert (answer["working_days"], answer["provisional"]) == (248, False)
    assert "248 个工作日" in run(site, "between", "2025-12-31", "2026-12-31").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "2026-2-3", "1"), "请写成 2026-09-18"),
        (("add", "2026-02-30", "1"), "请写成 2026-09-18"),
        (("add", "0001-01-01", "1"), "1900 到 2999"),
        (("add", "2026-02-03", "99999"), "10000"),
        (("add", "2026-02-03", "一"), "Invalid value"),
    ],
)
def test_a_wrong_argument_is_a_usage_error(site: Site, arguments: tuple[str, ...], said: str) -> None:
    result = run(site, *arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_a_year_is_imported_from_a_file_without_code(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text(CSV, encoding="gbk")
    dry = run(site, "import", str(file), "--dry-run")
    assert "试运行，没有写入" in dry.output
    assert "2027 年第 1 版：新增 2 天" in dry.output
    assert "请注意：2027 年的表里 5月1日" in dry.output
    assert json.loads(run(site, "add", "2026-12-21", "10", "--json").output)["provisional"] is True

    done = json.loads(run(site, "import", str(file), "--source", "通知", "--json").output)
    assert (done["years"][0]["version"], done["source"]) == (1, "通知")
    answer = json.loads(run(site, "add", "2026-12-21", "10", "--json").output)
    assert (answer["date"], answer["provisional"]) == ("2027-01-06", False)


def test_importing_again_shows_what_changes(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text(CSV, encoding="utf-8")
    run(site, "import", str(file))
    assert "没有变化" in run(site, "import", str(file)).output
    file.write_text(CSV.replace("2027-01-04", "2027-01-05"), encoding="utf-8")
    output = run(site, "import", str(file)).output
    assert "2027 年第 2 版：新增 1 天，删去 1 天，改变 0 天。" in output
    assert "＋ 2027-01-05 放假（元旦）" in output
    assert "－ 2027-01-04 放假（元旦）" in output


def test_a_wrong_file_is_refused_whole_row_by_row(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text(CSV + "2027-13-01,off,x\n2027-05-01,?,x\n", encoding="utf-8")
    result = run(site, "import", str(file))
    assert result.exit_code == 1
    assert "没有导入任何内容" in result.output
    assert "第 4 行：没有“2027-13-01”这一天。" in result.output
    assert "第 5 行：类型“?”不对" in result.output
    assert run(site, "export", "--year", "2027").exit_code == 1


def test_a_region_has_days_of_its_own(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "local.csv"
    file.write_text("date,kind,why\n2026-03-03,off,地方节日\n", encoding="utf-8")
    run(site, "import", str(file), "--region", "990100")
    local = json.loads(run(site, "add", "2026-03-02", "1", "--region", "990100", "--json").output)
    assert local["date"] == "2026-03-04"
    assert json.loads(run(site, "add", "2026-03-02", "1", "--json").output)["date"] == "2026-03-03"
    exported = run(site, "export", "--region", "990100")
    assert exported.output == "date,kind,why\n2026-03-03,off,地方节日\n"


def test_the_days_of_a_rule_file_count_in_its_region(site: Site) -> None:
    site.local_days["2026-03-03"] = "off"
    answer = json.loads(run(site, "add", "2026-03-02", "1", "--region", "990100", "--json").output)
    assert answer["date"] == "2026-03-04"
    assert answer["days"][0] == {"date": "2026-03-03", "counted": False, "why": "本地放假"}


def test_a_region_that_is_no_code_is_a_usage_error(site: Site) -> None:
    result = run(site, "add", "2026-03-02", "1", "--region", "某县")
    assert result.exit_code == 2
    assert "6 位数字" in result.output


def test_what_is_exported_can_be_imported(site: Site, tmp_path: Path) -> None:
    exported = run(site, "export", "--year", "2026")
    assert exported.output.startswith("date,kind,why\n2026-01-01,off,元旦\n")
    file = tmp_path / "2026.csv"
    file.write_bytes(exported.stdout_bytes)
    assert "没有变化" in run(site, "import", str(file)).output
    listed = json.loads(run(site, "export", "--year", "2026", "--json").output)
    assert listed[0] == {"date": "2026-01-01", "kind": "off", "why": "元旦"}


def test_without_official_years_the_remedy_is_named(db: "sessionmaker[Session]") -> None:
    result = run(Site(db), "add", "2026-03-02", "1")
    assert result.exit_code == 1
    assert "tongban init" in result.output


def test_the_years_run_from_2004_to_2026(site: Site) -> None:
    output = run(site, "export").output.splitlines()[1:]
    years = {dt.date.fromisoformat(line.split(",")[0]).year for line in output}
    assert years == set(range(2004, 2027))
