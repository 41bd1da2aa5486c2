"""Finding an item by what people call it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.catalogue import UnknownService, load_catalogue

CATALOGUE = load_catalogue()


def codes(text: str) -> list[str]:
    return [item.code for item in CATALOGUE.search(text)]


def test_an_alias_finds_the_item() -> None:
    assert codes("图审") == ["ZJ-KS-04"]


def test_an_exact_name_stands_before_names_that_only_contain_it() -> None:
    assert codes("招标")[0] == "ZJ-TZ-07"
    assert codes("监理")[0] == "ZJ-KS-05"


@pytest.mark.parametrize("text", ["zj-hp-02", "ＺＪ－ＨＰ－０２", " ZJ-HP-02 "])
def test_the_code_finds_the_item_in_any_width_and_case(text: str) -> None:
    assert codes(text) == ["ZJ-HP-02"]


def test_every_word_has_to_be_there() -> None:
    assert codes("水土保持 监测") == ["ZJ-SL-03"]
    assert codes("水土保持 图审") == []


def test_nothing_typed_finds_everything() -> None:
    assert len(codes("  ")) == len(CATALOGUE)


@given(text=st.text(max_size=200))
def test_any_text_is_answered_with_items_of_the_catalogue_without_repetition(text: str) -> None:
    found = codes(text)
    assert len(set(found)) == len(found)
    assert all(code in CATALOGUE for code in found)


def test_lookups() -> None:
    assert CATALOGUE["ZJ-HP-01"].name == "建设项目环境影响报告书编制"
    assert CATALOGUE.get("nothing") is None
    with pytest.raises(UnknownService):
        CATALOGUE["nothing"]
    assert [item.code for item in CATALOGUE.for_approval("X5")] == ["ZJ-SL-01"]
    assert {item.group for item in CATALOGUE.of_group("测绘")} == {"测绘"}
    assert list(dict.fromkeys(item.group for item in CATALOGUE)) == list(CATALOGUE.groups)
