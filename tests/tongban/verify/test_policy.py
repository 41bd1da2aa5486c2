"""What stands in the page, and that its policy allows nothing else."""

import base64
import hashlib
import re

import pytest
from bs4 import BeautifulSoup
from webtest import TestApp, TestResponse

from tests.support.verify import parts_registry
from tongban.verify.bundle import Bundle
from tongban.verify.parts import bundle_of, scripts


@pytest.fixture
def answer(app: TestApp) -> TestResponse:
    return app.get("/verify")


def policy(answer: TestResponse) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))


def source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_only_its_own_script_and_styles_are_allowed_by_their_digests(answer: TestResponse) -> None:
    allowed = policy(answer)
    page = BeautifulSoup(answer.text, "html.parser")
    assert allowed["script-src"] == source(page.find("script").string)
    assert allowed["style-src"].split() == [source(style.string) for style in page.find_all("style")]
    assert allowed["default-src"] == "'none'"
    assert allowed["connect-src"] == "'self'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_nothing_is_loaded_from_anywhere(answer: TestResponse) -> None:
    page = BeautifulSoup(answer.text, "html.parser")
    assert len(page.find_all("script")) == 1
    assert not page.find_all(src=True)
    assert [link["href"] for link in page.find_all("link")] == ["data:,"]
    assert not page.find_all(lambda tag: any(name == "style" or name.startswith("on") for name in tag.attrs))
    assert "url(" not in answer.text
    assert "@import" not in answer.text


def test_no_id_stands_twice_and_every_control_has_a_label(answer: TestResponse) -> None:
    page = BeautifulSoup(answer.text, "html.parser")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for control in page.select("input, textarea"):
        assert page.find("label", attrs={"for": control["id"]}), control


def test_the_page_is_asked_for_again_only_when_it_changed(app: TestApp, answer: TestResponse) -> None:
    again = app.get("/verify", headers={"If-None-Match": answer.headers["ETag"]}, status=304)
    assert again.headers["Content-Security-Policy"] == answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_look_a_browser_chose_is_kept(app: TestApp, answer: TestResponse) -> None:
    large = app.get("/verify", headers={"Cookie": "look=large"})
    assert 'data-look="large"' in large.text
    assert policy(large)["script-src"] == policy(answer)["script-src"]


def test_every_page_leads_here(app: TestApp) -> None:
    links = app.get("/needs").html.find_all("a", href="/verify")
    assert [link.get_text() for link in links][-1] == "核验记录与回执"
    assert "核验" in [link.get_text() for link in links]


#: Words and signs that browsers of ten years ago do not read.
_NEWER = re.compile(
    r"=>|`|\?\?|\?\.|\*\*|\.\.\.|\b(?:let|const|class|async|await|import|export|yield|BigInt|Promise\.allSettled)\b"
    r"|\bof\s+\w+\s*\)|\bnew (?:Set|Map|WeakMap|Proxy|Blob|URL)\b|\bfor\s*\(\s*var\s+\w+\s+of\b"
    r"|\.(?:padStart|padEnd|includes|startsWith|endsWith|flatMap|flat|values|entries|fill|find|findIndex|at|repeat)\("
    r"|\bObject\.(?:assign|entries|values|fromEntries)\b|\bArray\.(?:from|of)\b|/[a-z]*[suvyd][a-z]*[,;)]"
)
_LITERALS = re.compile(r"/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.S)


def test_the_script_uses_nothing_that_old_browsers_lack() -> None:
    script = _LITERALS.sub('""', bundle_of(parts_registry()).script)
    assert not [script[max(m.start() - 30, 0) : m.end() + 30] for m in _NEWER.finditer(script)]
    assert script.count('""') > 300, "literals were taken out"


def test_parts_of_packages_stand_between_those_of_the_host() -> None:
    names = [asset.rsplit("/", 1)[1] for asset in scripts(parts_registry())]
    assert names[0] == "start.js"
    assert names[-1] == "page.js"
    assert names.index("receipt.js") < names.index("record.js") < names.index("judge.js")


@pytest.mark.parametrize("text", ["x = '</script>'", "y = '<!--'"])
def test_a_part_that_would_end_its_element_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ends or hides"):
        Bundle(script=[text], style=[], print_style=[])
    with pytest.raises(ValueError, match="ends or hides"):
        Bundle(script=[], style=[text], print_style=[])
