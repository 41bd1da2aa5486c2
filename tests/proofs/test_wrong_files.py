"""The wrong file is refused beside its field; a strange name becomes a plain one."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from webtest import TestApp

from market.awards.models import Award
from market.contracts.models import Contract
from tests.access.browser import Controls, fill, form_of
from tests.access.practice import the
from tests.proofs.stage import Stage
from tests.support.market import at
from tests.support.templates import Templates

MIB = 1 << 20
PDF = b"%PDF-1.7\n made up\n%%EOF"
PROGRAM = b"MZ\x90\x00 a program"


@pytest.fixture(scope="module")
def stage(templates: Templates) -> Iterator[Stage]:
    """One for all that is refused here, for it leaves nothing; what is taken comes last."""
    with templates.fresh("practice") as place:
        stage = Stage(place)
        yield stage
        stage.close()


@pytest.fixture(scope="module")
def award(stage: Stage) -> str:
    """An award of firm1 whose letter is out."""
    number = stage.posted()
    for login, yuan in (("firm1", "8000"), ("firm2", "9000"), ("firm4", "9500")):
        stage.quote(number, login, yuan)
    stage.move_to(at(18, 9))
    return stage.award_of(number)


def contract(client: TestApp, award: str, name: str, content: bytes) -> Controls:
    answers = {"signed_on": "2026-03-18", "upload": (name, content, "application/pdf")}
    return fill(form_of(client, f"/awards/{award}/contract", "form"), answers)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("合同.pdf", PROGRAM, "不是可以上传的类型"),
        ("合同.exe", PROGRAM, "不是可以上传的类型"),
        ("合同.pdf", b"", "空文件"),
        ("合同.pdf", PDF + b"0" * (20 * MIB), "超过 20 MB"),
    ],
    ids=["content", "name", "empty", "large"],
)
def test_a_wrong_file_is_refused_beside_the_field(
    stage: Stage, award: str, name: str, content: bytes, words: str
) -> None:
    client, page = stage.client("firm1"), f"/awards/{award}/contract"
    client.lint = False  # it would hide that the body can be read again
    sent = contract(client, award, name, content)
    refused = client.post(page, sent, extra_environ={"webob.is_body_seekable": True}, status=422)
    assert words in refused.html.find(id=re.compile("file-error$")).get_text()
    assert refused.html.find("input", id=re.compile("signed_on$"))["value"] == "2026-03-18"
    with stage.session() as session:
        assert session.scalar(select(Contract.id).where(Contract.award.has(number=award))) is None


def test_a_strange_file_name_becomes_a_plain_one(stage: Stage, award: str) -> None:
    client, page = stage.client("firm1"), f"/awards/{award}/contract"
    name = "../../合\N{RIGHT-TO-LEFT OVERRIDE}fdp同.pdf"
    shown = client.post(page, contract(client, award, name, PDF), status=303).follow().text
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in shown
    assert "../" not in shown.partition("<main")[2]
    with stage.session() as session:
        assert the(session, Contract, award=the(session, Award, number=award)).file_id
