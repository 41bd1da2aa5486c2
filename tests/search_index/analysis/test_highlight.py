"""Where the words stand, in the original text and safely."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from search_index.highlight import SNIPPET, mark, snippet


def test_words_are_marked_in_the_original_writing() -> None:
    assert mark("ＢＩＭ 审查与bim", ["bim"]) == Markup("<mark>ＢＩＭ</mark> 审查与<mark>bim</mark>")


def test_overlapping_words_make_one_mark() -> None:
    assert mark("施工图审查", ["施工图", "图审查"]) == Markup("<mark>施工图审查</mark>")


def test_what_people_wrote_stays_text() -> None:
    assert mark("<b>环评</b> & 《x》", ["环评"]) == Markup("&lt;b&gt;<mark>环评</mark>&lt;/b&gt; &amp; 《x》")
    assert snippet('<script>alert("环评")</script>', ["环评", "script"]).count("<script") == 0


def test_a_snippet_stands_around_the_first_word() -> None:
    text = "前" * 300 + "环评" + "后" * 300
    piece = snippet(text, ["环评"])
    assert piece.startswith("…前")
    assert "<mark>环评</mark>" in piece
    assert piece.endswith("后…")
    assert len(piece) < SNIPPET + 30


def test_without_a_word_a_snippet_is_the_beginning() -> None:
    assert snippet("短文", ["没有"]) == Markup("短文")
    assert snippet("", ["没有"]) == Markup("")


@given(text=st.text(max_size=60), needle=st.text(min_size=1, max_size=4))
def test_a_mark_changes_nothing_but_marks(text: str, needle: str) -> None:
    marked = mark(text, [needle.lower()])
    assert str(marked).replace("<mark>", "").replace("</mark>", "") == str(escape(text))
