"""The Atom feed (RFC 4287) of published needs."""

from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from market.needs.lifecycle import NEED
from market.needs.models import Need
from market.needs.notices import url_of
from market.selection import METHODS
from tongban.audit.chain import stamp
from tongban.money import format_yuan_unit
from tongban.site import Site
from tongban.web.filters import datetime_text

NAMESPACE = "http://www.w3.org/2005/Atom"


def atom_feed(site: Site, needs: Sequence[Need], now: datetime) -> bytes:
    """The feed as XML; newest first. Entries say what the page says to everybody."""
    feed = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "zh-CN"})
    _text(feed, "title", f"{site.name} · 采购公告")
    _text(feed, "id", f"{site.public_url}/needs.atom")
    _text(feed, "updated", stamp(needs[0].published_at or now) if needs else stamp(now))
    SubElement(feed, "link", {"rel": "self", "href": f"{site.public_url}/needs.atom"})
    for need in needs:
        entry = SubElement(feed, "entry")
        address = f"{site.public_url}{url_of(need)}"
        _text(entry, "title", need.title)
        _text(entry, "id", address)
        SubElement(entry, "link", {"href": address})
        _text(entry, "published", stamp(need.published_at or now))
        _text(
            entry,
            "updated",
            stamp(_changed(need) or now),
        )
        _text(SubElement(entry, "author"), "name", need.owner.name)
        _text(entry, "summary", _summary(need))
    return tostring(feed, encoding="utf-8", xml_declaration=True)


def _changed(need: Need) -> datetime | None:
    """When the page last said something new."""
    corrected = [correction.made_at for correction in need.corrections[-1:]]
    moments = [need.finished_at, need.opened_at, need.closed_at, need.published_at, *corrected]
    return max((moment for moment in moments if moment is not None), default=None)


def _summary(need: Need) -> str:
    price = METHODS[need.method].price.title
    ceiling = f"{price} {format_yuan_unit(need.ceiling_fen)}" if need.ceiling_fen else ""
    end = f"报名截止 {datetime_text(need.ends_at)}"
    state, service = NEED.states[need.state].title, str(need.service.get("name", ""))
    parts = (state, service, need.project_name, ceiling, end)
    return "；".join(part for part in parts if part)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
