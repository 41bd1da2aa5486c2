"""What programs read of needs in every phase: as the description says, and only those who may."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from market.contracts.models import Contract, Deliverable
from market.entries.models import Quote
from market.evaluations.models import Evaluation
from tests.access.posts import agency
from tests.access.posts.base import ALL, OWNER1
from tests.access.practice import PracticeSite, phased_site, the
from tests.support.market import at
from tests.support.programs import Program
from tests.support.templates import Templates
from tongban.accounts.models import User
from tongban.clock import SystemClock
from tongban.files.models import StoredFile
from tongban.security import SYSTEM
from tongban.tokens.service import Tokens
from tongban.work import Work

BOTH = ("firm1", *OWNER1)


@dataclass(frozen=True)
class Read:
    """One address, and who may read it; everybody, tokens or not, where ``who`` is ALL."""

    path: Callable[[PracticeSite], str]
    who: tuple[str, ...] = ALL


def of(model: Any, phase: str) -> Callable[[PracticeSite], str]:
    """The number of what came of a contract."""

    def find(site: PracticeSite) -> str:
        number = site.contract(phase)
        with site.session() as session:
            contract = the(session, Contract, number=number)
            return str(the(session, model, contract_id=contract.id).number)

    return find


def receipt(site: PracticeSite) -> str:
    """A receipt of firm1's entry."""
    with site.session() as session:
        query = (
            session.query(Quote.receipt_number)
            .join(Quote.entry)
            .filter_by(org_id=site.people["firm1"].org_id)
        )
        return str(query.limit(1).scalar())


def contract_file(site: PracticeSite) -> str:
    """The key of a filed contract's scan."""
    with site.session() as session:
        contract = the(session, Contract, number=site.contract("in_force"))
        return str(session.get_one(StoredFile, contract.file_id).key)


def phased(path: str, phase: str) -> Callable[[PracticeSite], str]:
    """An address of a need in a phase."""
    return lambda site: path.format(site.numbers[phase])


READS = {
    "need": Read(phased("/needs/{}", "accepted")),
    "failed need": Read(phased("/needs/{}", "failed")),
    "need that is drawn": Read(phased("/needs/{}", "listed")),
    "rules of a need": Read(phased("/needs/{}/rules", "letter")),
    "selection": Read(phased("/needs/{}/selection", "letter")),
    "list": Read(phased("/needs/{}/list", "listed")),
    "closing": Read(phased("/needs/{}/closing", "letter")),
    "own entry": Read(phased("/needs/{}/entry", "letter"), ("firm1", "firm2", "firm4")),
    "award": Read(lambda s: f"/awards/{s.award('letter')}"),
    "awards of a need": Read(phased("/awards?need={}", "letter")),
    "contract": Read(lambda s: f"/contracts/{s.contract('in_force')}", BOTH),
    "its scan": Read(lambda s: f"/files/{contract_file(s)}", BOTH),
    "deliverable": Read(lambda s: f"/deliverables/{of(Deliverable, 'delivered')(s)}", BOTH),
    "evaluation that is due": Read(lambda s: f"/evaluations/{of(Evaluation, 'accepted')(s)}", BOTH),
    "receipt": Read(lambda s: f"/receipts/{receipt(s)}", ("firm1",)),
    "intermediary": Read(lambda _s: "/intermediaries/430582-2026-RZ-0001"),
    "plan of a project": Read(lambda _s: "/plan?start=2026-09-18&funding=private&forest_land=true"),
    "its credit": Read(lambda _s: "/intermediaries/430582-2026-RZ-0001/credit"),
    "its evaluations": Read(lambda _s: "/intermediaries/430582-2026-RZ-0001/evaluations"),
    "case": Read(
        lambda s: f"/cases/{agency.drafted(s)}",
        (*OWNER1, *agency.CARRIERS, *agency.HEAD, "supervisor"),
    ),
    "request for agency": Read(
        lambda s: f"/cases/{agency.requested(s)}", (*OWNER1, *agency.STAFF, "supervisor")
    ),
    "plan of a case": Read(
        lambda s: f"/cases/{agency.active(s)}/plan",
        (*OWNER1, *agency.CARRIERS, *agency.HEAD, "supervisor"),
    ),
    "hand-over": Read(
        lambda s: f"/handovers/{agency.proposed(s)}",
        (*OWNER1, *agency.STAFF, "supervisor"),
    ),
    "enrolment": Read(
        lambda _s: "/enrolments/430582-2026-RZ-0001", ("firm1", "operator", "authority", "supervisor")
    ),
}


@pytest.fixture(scope="module")
def site(templates: Templates) -> Iterator[PracticeSite]:
    with phased_site(templates) as site:
        yield site


@pytest.fixture(scope="module")
def programs(site: PracticeSite) -> dict[str, Program]:
    found = {}
    with site.session() as session:
        now = SystemClock().now()
        tokens = Tokens(Work(session, SYSTEM, now, "cli"), now)
        for login, person in site.people.items():
            user = session.get_one(User, person.user_id)
            found[login] = Program(site.visitor(), tokens.create(user, person.org_id, "测试")[0])
    return found


@pytest.fixture(scope="module")
def document(site: PracticeSite) -> dict[str, Any]:
    found: dict[str, Any] = Program(site.visitor()).get("/openapi.json")
    return found


@pytest.mark.parametrize("name", READS)
def test_only_those_who_may_read_it_and_as_described(
    name: str, site: PracticeSite, programs: dict[str, Program], document: dict[str, Any]
) -> None:
    read = READS[name]
    path = read.path(site)
    visitor = Program(site.visitor()).send("GET", path)
    assert visitor.status_int in ((200,) if read.who == ALL else (401, 404)), visitor.text
    for login, program in sorted(programs.items()):
        answer = program.send("GET", path)
        if read.who != ALL and login not in read.who:
            assert answer.status_int in (403, 404), (login, answer.text)
            continue
        assert answer.status_int == 200, (login, answer.text)
        if answer.content_type == "application/json":
            check(path, answer.json, document)


def check(path: str, answer: Any, document: dict[str, Any]) -> None:
    bare = path.partition("?")[0]
    pattern = next(p for p in document["paths"] if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", p), bare))
    said = document["paths"][pattern]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**said, "components": document["components"]}
    problems = [f"{list(e.absolute_path)}: {e.message}" for e in OAS31Validator(whole).iter_errors(answer)]
    assert not problems, problems[:5]


def test_sealed_prices_are_nowhere_before_the_opening(
    site: PracticeSite, programs: dict[str, Program]
) -> None:
    """Whatever anybody but the entrant reads of an open need, the price is not in it."""
    number = site.published(at(30))
    site.quote(number, "firm1", "87654.32")
    for login, program in programs.items():
        paths = (f"/needs/{number}", f"/needs/{number}/entry", "/entries", "/receipts", "/notices", "/needs")
        said = "".join(program.send("GET", path).text for path in paths)
        assert ("8765432" in said) is (login == "firm1"), login
