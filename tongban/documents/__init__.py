"""Documents as PDF: templates are Typst text that a county may replace, data comes in as JSON.

Typst's wheel brings the whole typesetter, needs no system packages, and embeds the fonts shipped here
(Noto Sans CJK SC, SIL Open Font License), so that a bare machine prints the same page.
"""

from pyramid.config import Configurator

from tongban.documents.render import TemplateBroken, render_pdf

__all__ = ["TemplateBroken", "includeme", "render_pdf"]


def includeme(_config: Configurator) -> None:
    """Nothing to register: documents are made by the handlers of the features they belong to."""
