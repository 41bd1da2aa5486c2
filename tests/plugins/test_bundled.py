"""The bundled rule files: valid, complete, honest about what they know, different at each level."""

import re

import pytest

from plugins.declared import PARAMETERS
from plugins.offers import BUNDLED
from plugins.rulefile import RuleFile, read_file
from tests.plugins.county import County

FILES = sorted(BUNDLED.glob("*.toml"))
#: Documents the bundled files may cite: each was found quoted in a public source.
KNOWN_DOCUMENTS = ("湘政办发〔2020〕46号",)


def read(name: str) -> RuleFile:
    file, problems = read_file(BUNDLED / f"{name}.toml", PARAMETERS)
    assert file is not None, problems
    return file


def test_there_is_one_for_each_level_of_the_practice_counties() -> None:
    regions = [(path.stem, read(path.stem).region) for path in FILES]
    assert regions == [
        ("changsha", "430100"),
        ("hunan", "430000"),
        ("national", "000000"),
        ("shaodong", "430582"),
        ("shaoyang", "430500"),
    ]


def test_the_national_file_answers_every_question_that_must_be_answered() -> None:
    assert {p.key for p in PARAMETERS if p.required} <= set(read("national").rules)


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_what_is_confirmed_has_a_known_basis_and_the_rest_has_none(name: str) -> None:
    for key, statements in read(name).rules.items():
        for said in statements:
            if said["source"] == "confirmed":
                assert said["basis"].startswith(KNOWN_DOCUMENTS), key
            else:
                assert not said["basis"], key


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_no_document_number_is_made_up(name: str) -> None:
    text = (BUNDLED / f"{name}.toml").read_text(encoding="utf-8")
    cited = re.findall(r"\w+〔[0-9]{4}〕[0-9]+号", text)
    assert set(cited) <= set(KNOWN_DOCUMENTS)


@pytest.mark.parametrize("key", ["market.award.notice_wd", "market.contract.sign_wd", "market.evaluation.wd"])
def test_levels_differ(county: County, key: str) -> None:
    assert county.rules("430582").value(key) != county.rules("000000").value(key)


def test_background_values_are_marked_everywhere_below(county: County) -> None:
    answer = county.rules("430582").ask("market.contract.file_wd")
    assert answer.is_demo
    assert county.rules("110101").ask("market.enrol.check_wd").is_demo
    assert not county.rules("430582").ask("market.enrol.check_wd").is_demo
