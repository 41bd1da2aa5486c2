"""The page of proof for tests: its script in a bare page, with its inner parts in reach, asked in bulk."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from pyramid.config import Configurator
from pyramid.registry import Registry

from tongban.verify.bundle import Bundle
from tongban.verify.parts import bundle_of

#: Lets a test call the inner parts.
EXPOSED = "window.tongban = tongban;"

#: What of a verdict Python and the page must agree on.
SHARED = ("ok", "kind", "why", "part", "first_bad", "winner", "reserves", "failed", "commit", "remarks")

_ASK = """async ([documents, keys]) => {
  const verdicts = await Promise.all(documents.map((document) => window.tongbanVerify(document)));
  return verdicts.map((verdict) => Object.fromEntries(keys.map((key) => [key, verdict[key]])));
}"""


def parts_registry() -> Registry:
    """A configuration that holds the parts of the page and nothing else."""
    config = Configurator()
    config.include("tongban.verify.parts")
    config.include("market.verify")
    config.commit()
    return config.registry


def bare_page(folder: Path) -> Path:
    """A page with the script alone, whose inner parts stand in ``window.tongban``."""
    made = bundle_of(parts_registry())
    script = made.script.removesuffix("})();\n") + EXPOSED + "\n})();\n"
    bundle = Bundle(script=[], style=[], print_style=[])
    bundle.script = script
    path = folder / "bare.html"
    path.write_text(f'<!DOCTYPE html><meta charset="utf-8">{bundle.script_element}', encoding="utf-8")
    return path


def ask(page: Page, documents: list[str], keys: tuple[str, ...] = SHARED) -> list[dict[str, Any]]:
    """The verdicts on many documents, in one call."""
    verdicts: list[dict[str, Any]] = page.evaluate(_ASK, [documents, list(keys)])
    return verdicts
