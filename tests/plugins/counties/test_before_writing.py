"""A county's program is asked while everybody may write, and its going away keeps nobody from reading."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import select

from market.entries.models import Entry
from market.hookspecs import EntryFacts, Refusal
from market.needs.models import Need
from plugins.liuyang import Liuyang
from plugins.python_plugins import Discovery, PythonPlugin
from tests.plugins.counties.market import packaged
from tests.proofs.stage import END, Stage
from tests.support.market import SECOND, at
from tests.support.programs import sign_in
from tests.support.templates import Templates
from tongban.hookspecs import hookimpl
from tongban.outbox.models import Timer

Start = Callable[..., Stage]
LIUYANG = "430181"


@pytest.fixture
def start(templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts the practice site, again and again on the same database, with the packages given."""
    with ExitStack() as stack:
        place = stack.enter_context(templates.fresh("practice"))

        def begin(*plugins: PythonPlugin) -> Stage:
            monkeypatch.setattr("plugins.wiring.discover", lambda: Discovery(plugins))
            stage = Stage(place)
            stack.callback(stage.close)
            return stage

        yield begin


class Writing:
    """A program during whose answers somebody else writes; whoever held the writing lock would stop it."""

    name, version, impl_version, regions = "写着的程序", "1.0", "1", ("430582",)

    def __init__(self) -> None:
        self.stage: Stage | None = None
        self.asked: list[str] = []

    @hookimpl
    def market_entry_check(self, facts: EntryFacts) -> Refusal | None:
        assert self.stage is not None
        self.asked.append(facts.uscc)
        with self.stage.session() as session:
            session.connection()
        return None


def ours() -> tuple[Writing, PythonPlugin]:
    writing = Writing()
    return writing, packaged(writing, "ours")


def test_nobody_waits_for_a_program_at_entry_opening_and_decline(start: Start) -> None:
    writing, plugin = ours()
    stage = writing.stage = start(plugin)
    number = stage.posted()
    firms = ("firm1", "firm2", "firm4")
    for login, yuan in zip(firms, ("10000.00", "20000.00", "30000.00"), strict=True):
        stage.quote(number, login, yuan)
    at_entry = len(writing.asked)
    stage.move_to(END + 6 * SECOND)
    assert len(writing.asked) == at_entry + 3
    stage.act("firm1", f"/awards/{stage.award_of(number)}/decline", reason="人手不足")
    with stage.session() as session:
        states = session.scalars(
            select(Entry.state).join(Need).where(Need.number == number).order_by(Entry.id)
        )
        assert list(states) == ["declined", "won", "reserve"]
    assert len(writing.asked) > at_entry + 3
    assert stage.registry["market.hooks"].problems() == ()


def test_nobody_waits_for_a_program_that_another_program_has_asked(start: Start) -> None:
    writing, plugin = ours()
    stage = writing.stage = start(plugin)
    number = stage.posted()
    for login, fen in (("firm1", 1_000_000), ("firm2", 2_000_000), ("firm4", 3_000_000)):
        answers = stage.quote_answers(login, "")
        quote = {"value": fen, "practitioner": answers["practitioner"], "promise": True}
        entered = sign_in(stage.visitor(), login).post(f"/needs/{number}/entry/quote", quote, status=201)
        assert entered["outcome"] == "accepted"
    stage.move_to(END + 6 * SECOND)
    asked, award = len(writing.asked), stage.award_of(number)
    sign_in(stage.visitor(), "firm1").post(f"/awards/{award}/decline", {"reason": "人手不足"})
    assert len(writing.asked) == asked + 2
    assert stage.registry["market.hooks"].problems() == ()


class Failing(Writing):
    """A program with a fault."""

    @hookimpl
    def market_entry_check(self, facts: EntryFacts) -> Refusal | None:
        raise ZeroDivisionError


def test_a_program_that_fails_keeps_nobody_out_and_the_opening_waits_for_it(start: Start) -> None:
    stage = start(packaged(Failing(), "ours"))
    number = stage.posted()
    for login, yuan in (("firm1", "10000.00"), ("firm2", "20000.00"), ("firm4", "30000.00")):
        stage.quote(number, login, yuan)
    stage.move_to(END + 6 * SECOND)
    with stage.session() as session:
        need = session.scalars(select(Need).filter_by(number=number)).one()
        waiting = session.scalars(select(Timer).filter_by(handler="need.open", thing_id=need.id)).one()
        assert need.state == "closed"
        assert "“写着的程序”没有答复" in str(waiting.last_error)
    mended, plugin = ours()
    stage = mended.stage = start(plugin)
    stage.move_to(at(11, 9))
    with stage.session() as session:
        assert session.scalars(select(Need).filter_by(number=number)).one().state == "award_notice"


def posted_in_liuyang(stage: Stage) -> str:
    """The county proposes the draw; its owners may choose the price."""
    return stage.posted("owner3", "operator2", LIUYANG, method="lowest_price")


def test_the_practice_accounts_lead_a_need_through_in_the_second_county(start: Start) -> None:
    stage = start(packaged(Liuyang()))
    number = posted_in_liuyang(stage)
    for login, yuan in (("firm1", "20000.00"), ("firm2", "10000.00")):
        stage.quote(number, login, yuan)
    refused = stage.act("firm5", f"/needs/{number}/entry", **stage.quote_answers("firm5", "9000.00"))
    page = stage.client("firm5").get(refused.location)
    assert "浏阳市规定，这类服务不接受个体工商户。" in page.text
    stage.move_to(at(12, 17, 1))
    letter = stage.client("firm2").get(f"/awards/{stage.award_of(number)}")
    assert "浏中标〔2026〕0001号" in letter.text
    assert "中标" in letter.text
    # 12 March, 17:00 is the end of two working days; eight more end on 24 March, 17:00.
    assert "2026年3月24日" in letter.text
    stage.finished(number, owner="owner3", winner="firm2")
    with stage.session() as session:
        assert session.scalars(select(Need).filter_by(number=number)).one().state == "closed_done"


@pytest.mark.parametrize(("login", "county"), [("owner1", "430582"), ("owner3", LIUYANG)])
def test_an_owner_is_offered_its_own_county_and_may_take_another(
    start: Start, login: str, county: str
) -> None:
    client = start(packaged(Liuyang())).client(login)

    def chosen(query: str) -> str:
        return str(
            client.get(f"/needs/new{query}").html.select_one("select[name=region] option[selected]")["value"]
        )

    assert [chosen(""), chosen("?region=nowhere")] == [county, county]
    assert [chosen(f"?region={code}") for code in ("430582", LIUYANG)] == ["430582", LIUYANG]


def test_a_package_taken_away_leaves_every_page_open_and_decides_nothing(start: Start) -> None:
    stage = start(packaged(Liuyang()))
    number = posted_in_liuyang(stage)
    stage = start()
    rules = stage.visitor().get(f"/needs/{number}/rules")
    assert "报名资格另由规则程序“浏阳市”的实现版本 2 判断" in rules.text
    for page in (f"/needs/{number}", "/needs", "/plugins", f"/plugins/{LIUYANG}"):
        assert stage.visitor().get(page).status_int == 200
    entry = stage.client("firm1").get(f"/needs/{number}/entry", status=409)
    assert "实现版本 2 判断，本机没有装这个版本" in entry.text
    with pytest.raises(AssertionError, match="check"):
        posted_in_liuyang(stage)
    elsewhere = stage.posted()
    stage.quote(elsewhere, "firm1", "10000.00")
