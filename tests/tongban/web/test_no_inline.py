"""No inline script, no inline style, no handlers: in templates and in what they become."""

import re
from pathlib import Path

import pytest
from webtest import TestApp

from tests.tongban.web.shell import Stage
from tongban.web.forms.rendering import TEMPLATES

WEB = TEMPLATES.parents[1]
SOURCES = sorted([*(WEB / "templates").rglob("*.jinja2"), *TEMPLATES.rglob("*.pt")])


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(WEB)))
def test_templates_carry_neither_style_nor_script(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert "javascript:" not in text
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script


@pytest.mark.parametrize("path", ["/sample/style", "/sample/need", "/sample/list", "/forms/need", "/nowhere"])
def test_pages_carry_neither_style_nor_script(path: str, shell: TestApp, signed_in: Stage) -> None:
    page = shell.get(path, status="*").html
    assert not page.find_all("style")
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name == "style" or name.startswith("on")], tag
    assert all(script.get("src") and not script.string for script in page.find_all("script"))


@pytest.mark.parametrize("path", ["/sample/style", "/sample/need", "/forms/need"])
def test_no_id_stands_twice(path: str, shell: TestApp, signed_in: Stage) -> None:
    ids = [tag["id"] for tag in shell.get(path).html.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", ["/forms/need", "/sample/need"])
def test_every_control_has_a_label(path: str, shell: TestApp, signed_in: Stage) -> None:
    page = shell.get(path).html
    for control in page.select("input:not([type=hidden]), select, textarea"):
        named = page.find("label", attrs={"for": control.get("id")}) or control.find_parent(role="group")
        assert named, control
