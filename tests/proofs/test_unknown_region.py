"""A region the code has never heard of: five lines of TOML, and the market works there by its own numbers.

Dates by hand (spring 2026; 4 to 6 April are off). Published on Monday, 2 March; end on Tuesday,
10 March, 17:00.

With the five lines (5 working days of notice, the rest the nation's: 10 to sign, 5 to accept, 10 to rate, day
ends at 17:30): notice 11 12 13 16 17 March; signing 18-20, 23-27, 30, 31 March; contract of 18 March with 20
working days: 19 20, 23-27, 30-3, 7-10, 13-16 April; delivered on 18 March: accepted by 25 March (19 20 23 24
25); rated by 1 April (19 20, 23-27, 30 31 1).

With other numbers (2, 4, 3 and the nation's 10; day ends at 16:00): notice 11 12 March; signing 13 16 17 18;
contract of 13 March: 16-20, 23-27, 30-3, 7-10, 13 April; accepted by 18 March; rated by 27 March.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from market.awards.models import Award
from market.contracts.models import Contract, Deliverable
from market.evaluations.models import Evaluation
from market.needs.models import Need
from tests.access.practice import FILE, the
from tests.proofs.sites import commands, start
from tests.proofs.stage import END, Stage
from tests.proofs.wire import visit
from tests.support.market import SECOND, at
from tests.support.sites import until
from tongban.clock import local
from tongban.clock.practice import move_to
from tongban.security import Role

NOWHERE = "999999-X"
FIVE_LINES = """[plugin]
region = "999999-X"
name = "远方新区"
[rules]
"market.award.notice_wd" = 5
"""
OTHER_NUMBERS = (
    FIVE_LINES.replace("= 5", "= 2")
    + """"market.contract.sign_wd" = 4
"market.acceptance.wd" = 3
"clock.day_end" = "16:00"
"docs.number.award_letter" = "远方〔{year}〕{seq:03d}"
"""
)


@dataclass(frozen=True)
class Expected:
    """What follows from the region's numbers."""

    rules: str
    notice_until: datetime
    signed_on: datetime
    contract_due: datetime
    deliverable_due: datetime
    acceptance_due: datetime
    rating_due: datetime
    letter: str


CASES = (
    Expected(
        FIVE_LINES,
        at(17, 17, 30),
        at(18, 9),
        at(31, 17, 30),
        at(16, 17, 30, month=4),
        at(25, 17, 30),
        at(1, 17, 30, month=4),
        "999999-X中通〔2026〕0001号",
    ),
    Expected(
        OTHER_NUMBERS,
        at(12, 16),
        at(13, 9),
        at(18, 16),
        at(13, 16, month=4),
        at(18, 16),
        at(27, 16),
        "远方〔2026〕001",
    ),
)


def load(stage: Stage, rules: str) -> None:
    """As a county does: put the file into the plugin folder, and ``tongban plugin load``."""
    folder = stage.place.data / "plugins"
    folder.mkdir(exist_ok=True)
    (folder / "yuanfang.toml").write_text(rules, encoding="utf-8")
    done = commands(stage.place).command("plugin", "load")
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass
class People:
    """Who acts in the region."""

    owner: str
    operator: str
    firms: tuple[str, ...]


def settle(stage: Stage) -> People:
    return People(
        stage.person(Role.OWNER_ADMIN, region=NOWHERE, name="远方食品有限公司"),
        stage.person(Role.MARKET_OPERATOR, region=NOWHERE, name="远方运营中心"),
        tuple(stage.firm(f"远方{n}环境咨询有限公司", region=NOWHERE) for n in "甲乙丙"),
    )


def post(stage: Stage, people: People, **answers: Any) -> str:
    number = stage.posted(people.owner, people.operator, NOWHERE, **answers)
    assert number.startswith(NOWHERE)
    return number


def quote(stage: Stage, people: People, number: str) -> None:
    for firm, yuan in zip(people.firms, ("9000.00", "9500.00", "9900.00"), strict=True):
        stage.quote(number, firm, yuan)


def read(stage: Stage, model: Any, column: str, **by: Any) -> Any:
    with stage.session() as session:
        value = getattr(the(session, model, **by), column)
        return local(value).replace(microsecond=0) if isinstance(value, datetime) else value


@pytest.mark.parametrize("expected", CASES, ids=["five lines", "other numbers"])
def test_the_whole_way_with_the_dates_of_the_region(stage: Stage, expected: Expected) -> None:
    load(stage, expected.rules)
    people = settle(stage)
    number = post(stage, people)
    quote(stage, people, number)

    stage.move_to(END + 8 * SECOND)
    winner, public = people.firms[0], stage.visitor()
    award = stage.award_of(number)
    assert read(stage, Award, "notice_until", number=award) == expected.notice_until
    until_words = f"{expected.notice_until:%-m月%-d日 %H:%M}"
    assert until_words in public.get(f"/awards/{award}").text

    stage.move_to(expected.signed_on)
    assert read(stage, Award, "letter_number", number=award) == expected.letter
    assert read(stage, Award, "letter_at", number=award) == expected.notice_until
    assert read(stage, Award, "contract_due", number=award) == expected.contract_due
    letter = public.get(f"/awards/{award}/letter.pdf")
    assert letter.body.startswith(b"%PDF")

    stage.act(winner, f"/awards/{award}/contract", signed_on=f"{expected.signed_on:%Y-%m-%d}", **FILE)
    contract = stage.contract_of(number)
    stage.act(people.owner, f"/contracts/{contract}/confirm", decision="confirm")
    assert read(stage, Deliverable, "due_at", org_id=stage.people[winner].org_id) == expected.deliverable_due
    stage.act(winner, f"/contracts/{contract}/deliverable", **FILE)
    deliverable = {"org_id": stage.people[winner].org_id}
    assert read(stage, Deliverable, "acceptance_due", **deliverable) == expected.acceptance_due
    stage.act(people.owner, f"/contracts/{contract}/acceptance", decision="accept")
    assert read(stage, Evaluation, "due_at", org_id=stage.people[winner].org_id) == expected.rating_due
    scores = dict.fromkeys(("quality", "timeliness", "attitude", "charge", "conformity"), "5")
    stage.act(people.owner, f"/contracts/{contract}/evaluation", comment="很好。", **scores)
    assert read(stage, Need, "state", number=number) == "closed_done"
    assert read(stage, Contract, "state", number=contract) == "fulfilled"


def test_a_changed_file_changes_nothing_for_what_runs_and_counts_for_the_next(stage: Stage) -> None:
    load(stage, FIVE_LINES)
    people = settle(stage)
    running = post(stage, people)
    quote(stage, people, running)
    load(stage, FIVE_LINES.replace("= 5", "= 9") + '"market.min_participants" = { lowest_price = 4 }\n')
    following = post(stage, people, title="变更之后的另一项采购")

    public = stage.visitor()
    assert "5 个工作日" in public.get(f"/needs/{running}").text
    assert "9 个工作日" not in public.get(f"/needs/{running}/rules").text
    assert "9 个工作日" in public.get(f"/needs/{following}").text
    assert "4 家" in public.get(f"/needs/{following}").text
    quote(stage, people, following)

    stage.move_to(END + 8 * SECOND)
    # 9 working days would be 23 March; the rules of the day of publication say 5.
    assert read(stage, Award, "notice_until", number=stage.award_of(running)) == at(17, 17, 30)
    assert read(stage, Need, "failure", number=following) == "below_minimum"


def test_real_processes_take_the_file_in_without_a_restart(stage: Stage, engine_kind: str) -> None:
    folder = stage.place.data / "plugins"
    folder.mkdir()
    (folder / "yuanfang.toml").write_text(FIVE_LINES, encoding="utf-8")
    site = start(engine_kind, stage.place)  # a process that starts reads the folder
    try:
        for url in site.urls:
            assert "5 个工作日" in visit(f"{url}/plugins/{NOWHERE}")[1].decode()
        people = settle(stage)
        running = post(stage, people)
        quote(stage, people, running)
        (folder / "yuanfang.toml").write_text(FIVE_LINES.replace("= 5", "= 9"), encoding="utf-8")
        assert site.command("plugin", "load").returncode == 0
        for url in site.urls * 2:
            assert "9 个工作日" in visit(f"{url}/plugins/{NOWHERE}")[1].decode()
            assert "9 个工作日" not in visit(f"{url}/needs/{running}/rules")[1].decode()
        stage.move_to(END - 2 * SECOND)
        with stage.session() as session:
            move_to(session, END)
        until(lambda: read(stage, Need, "state", number=running) == "award_notice", 60)
        award = stage.award_of(running)
        for url in site.urls:
            assert "3月17日 17:30" in visit(f"{url}/awards/{award}")[1].decode()
    finally:
        site.stop()
