"""R10, R18: an amount reads the same wherever it is shown; the award letter's text can be copied out."""

import json
import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.access.browser import fill, form_of
from tests.access.practice import REGION, SERVICE, need_answers
from tests.proofs.stage import END, Stage
from tests.support.market import SECOND, at
from tongban.outbox.wiring import make_runner

#: As typed, as shown, in fen, in capitals.
AMOUNTS = (
    ("100", "100.00", 10_000, "壹佰元整"),
    ("1000000.00", "1,000,000.00", 100_000_000, "壹佰万元整"),
    ("0.10", "0.10", 10, "壹角"),
)
REFUSED = (("0.0000001", "2 位小数"), ("1e2", "科学计数法"), ("１e２", "科学计数法"))
#: Rare and typographic characters: beyond the basic plane, circled, units, Chinese punctuation.
ODD = "𠮷祥①号㎡℃、《环境》报告表（甲）"


def letter_of(stage: Stage, award: str) -> str:
    make_runner(stage.registry).run_once()
    body = stage.visitor().get(f"/awards/{award}/letter.pdf").body
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return re.sub(r"\s", "", text)


def entered(stage: Stage, winner: str, yuan: str, **answers: str) -> str:
    """A need with three entries, of which the first will win; its number."""
    number = stage.posted(ceiling_fen="2000000.00", **answers)
    stage.quote(number, winner, yuan)
    for name in ("陪同甲公司", "陪同乙公司"):
        stage.quote(number, stage.firm(name), "2000000")
    return number


def test_an_amount_is_plain_figures_everywhere(stage: Stage) -> None:
    public = stage.visitor()
    numbers = [entered(stage, stage.firm("一口价咨询有限公司"), typed) for typed, *_ in AMOUNTS]
    stage.move_to(END + 8 * SECOND)
    awards, texts = [stage.award_of(number) for number in numbers], []
    listed = public.get("/awards").text
    for number, award, (_, shown, fen, capitals) in zip(numbers, awards, AMOUNTS, strict=True):
        page = public.get(f"/awards/{award}").text
        record = public.get(f"/needs/{number}/selection.json").text
        assert shown in page
        assert shown in listed
        assert capitals in page
        assert fen in [entry["value"] for entry in json.loads(record)["entries"]]
        assert f'"value": {fen}' in record
        texts += [page, record]
    stage.move_to(at(18, 9))
    for award, (_, shown, _, capitals) in zip(awards, AMOUNTS, strict=True):
        letter = letter_of(stage, award)
        assert shown in letter
        assert capitals in letter
        texts.append(letter)
    for text in texts:
        assert not re.search(r"\dE\+?\d", text)


@pytest.mark.parametrize(("typed", "words"), REFUSED)
def test_what_is_no_plain_figure_is_refused_beside_the_field_and_kept(
    stage: Stage, typed: str, words: str
) -> None:
    owner, page = stage.client("owner1"), f"/needs/new?region={REGION}&service={SERVICE}"
    answers = need_answers(END) | {"ceiling_fen": typed}
    response = owner.post(page, fill(form_of(owner, page, "form"), answers), status=422)
    assert words in response.html.find(id=re.compile("ceiling_fen-error$")).get_text()
    assert response.html.find("input", id=re.compile("-ceiling_fen$"))["value"] == typed


def test_every_character_of_a_letter_can_be_copied_out(stage: Stage) -> None:
    name = "𠮷㎡①咨询《甲》有限公司"
    number = entered(stage, stage.firm(name), "100", title=ODD, project_name=ODD)
    stage.move_to(at(18, 9))
    letter = letter_of(stage, stage.award_of(number))
    assert ODD in letter
    assert name in letter
    assert "中选通知书" in letter
