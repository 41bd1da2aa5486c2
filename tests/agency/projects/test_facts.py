"""The facts of a project: unknown stays unknown, and what is stored comes back the same."""

import colander
import pytest

from agency.projects import QUESTIONS, ApprovalMode, EiaKind, Facts, Funding, fact_words, facts_schema

KNOWN = Facts(
    funding=Funding.PRIVATE,
    approval_mode=ApprovalMode.FILING,
    total_investment=320_000_000,
    new_land=False,
    floor_area=0,
    eia_kind=EiaKind.FORM,
)


def test_nothing_is_known_of_a_new_project() -> None:
    assert Facts().known() == {}
    assert Facts.from_values(facts_schema().deserialize({})) == Facts()


def test_facts_come_back_from_json_as_they_were() -> None:
    assert Facts.from_json(KNOWN.to_json()) == KNOWN
    assert KNOWN.to_json()["new_land"] is False
    assert KNOWN.to_json()["eia_kind"] == "form"


@pytest.mark.parametrize(
    "document",
    [{"colour": "red"}, {"eia_kind": "书"}, {"new_land": "yes"}, {"land_area": -1}, {"floor_area": True}],
)
def test_a_stored_fact_of_another_kind_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no |is not a valid"):
        Facts.from_json(document)


def test_the_form_gives_facts_and_tells_no_from_no_answer() -> None:
    sent = {
        "basics": {"funding": "private", "approval_mode": "filing", "total_investment": "320"},
        "size": {"new_land": "no", "land_area": "", "floor_area": "0"},
        "environment": {"eia_kind": "form"},
    }
    assert Facts.from_values(facts_schema().deserialize(sent)) == KNOWN


def test_the_form_shows_stored_facts_again() -> None:
    shown = facts_schema().serialize({"size": {"new_land": False}, "basics": {"funding": "private"}})
    assert shown["size"]["new_land"] == "no"
    assert shown["size"]["land_area"] is colander.null


def test_a_required_fact_must_be_answered() -> None:
    with pytest.raises(colander.Invalid) as refused:
        facts_schema(required=("funding",)).deserialize({"basics": {}})
    assert refused.value.asdict() == {"basics.funding": "请选择投资类型。"}


def test_every_fact_has_words_for_each_of_its_values() -> None:
    words = fact_words(KNOWN)
    assert ("是否新增建设用地", "否") in words
    assert ("总投资", "320.00 万元") in words
    for question in QUESTIONS.values():
        assert question.words(None) == "还不清楚"
        assert all(question.words(choice) for choice in question.asked.choices)
