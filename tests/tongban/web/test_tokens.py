"""Every pair of text and ground has a contrast of 4.5 : 1, in all four sets of tokens."""

import itertools
import re

import pytest

from tongban.web.assets import STYLES
from tongban.web.forms.rendering import TEMPLATES

CSS = TEMPLATES.parents[1] / "static" / "css"
INKS = ("ink", "ink-soft", "accent", "accent-strong", "late", "done", "wait")
GROUNDS = ("paper", "panel", "sunk", "accent-tint", "late-tint", "done-tint", "wait-tint")
SETS = ("light", "dark", "large", "large-dark")


def token_sets() -> dict[str, dict[str, str]]:
    """The colours of each set, by name; the four blocks stand in this order in the file."""
    blocks = re.findall(
        r":root(?:\[[^\]]*\])?\s*\{([^}]*)\}", (CSS / "tokens.css").read_text(encoding="utf-8")
    )
    assert len(blocks) == len(SETS)
    found = (dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block)) for block in blocks)
    return dict(zip(SETS, found, strict=True))


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", SETS)
def test_text_is_readable_on_every_ground(name: str) -> None:
    tokens = token_sets()[name]
    weak = {
        (ink, ground): round(contrast(tokens[ink], tokens[ground]), 2)
        for ink, ground in itertools.product(INKS, GROUNDS)
        if contrast(tokens[ink], tokens[ground]) < 4.5
    }
    assert not weak
    assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
    assert contrast(tokens["on-accent"], tokens["accent-strong"]) >= 4.5


@pytest.mark.parametrize("name", SETS)
def test_edges_of_controls_are_visible(name: str) -> None:
    tokens = token_sets()[name]
    for ground in ("paper", "panel"):
        assert contrast(tokens["line-strong"], tokens[ground]) >= 3
        assert contrast(tokens["focus"], tokens[ground]) >= 3


@pytest.mark.parametrize("name", ["large", "large-dark"])
def test_the_large_set_has_high_contrast(name: str) -> None:
    tokens = token_sets()[name]
    for ink in INKS:
        assert contrast(tokens[ink], tokens["paper"]) >= 7, ink


def test_the_palette_is_the_one_of_the_brief() -> None:
    light = token_sets()["light"]
    wanted = {
        "ink": "#1d2733",
        "paper": "#fbfaf7",
        "panel": "#ffffff",
        "line": "#e4e1d9",
        "accent": "#1f4e79",
        "late": "#b3261e",
        "done": "#2e6b4f",
        "wait": "#946619",
    }
    assert {name: light[name] for name in wanted} == wanted


def test_components_name_colours_only_by_token() -> None:
    ours = [style.removeprefix("css/") for style in STYLES if style.startswith("css/")]
    for name in set(ours) - {"tokens.css", "day-strip.css"}:
        text = (CSS / name).read_text(encoding="utf-8")
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", text), name


def test_nothing_on_a_page_is_smaller_than_14_pixels() -> None:
    for sheet in CSS.glob("*.css"):
        for size in re.findall(r"font-size:\s*([\d.]+)rem", sheet.read_text(encoding="utf-8")):
            assert float(size) * 16 >= 14, sheet.name


def test_no_shadow_is_heavier_than_a_line() -> None:
    for sheet in CSS.glob("*.css"):
        for shadow in re.findall(r"[^-]box-shadow:\s*([^;]+);", sheet.read_text(encoding="utf-8")):
            assert shadow == "none" or shadow.startswith("inset 0 0 0 2px"), (sheet.name, shadow)


def test_files_stay_small() -> None:
    for sheet in [*CSS.glob("*.css"), *(CSS.parent / "js").glob("*.js")]:
        assert len(sheet.read_text(encoding="utf-8").splitlines()) < 400, sheet.name
