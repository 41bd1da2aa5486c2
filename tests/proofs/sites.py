"""Real sites on a place that a stage has prepared."""

from pathlib import Path

from tests.support.sites import Site, free_port, write_ini
from tests.support.templates import Place

THREADS = 4
REAL = "call:tongban.app:main"


def start(kind: str, place: Place, application: str = REAL, **settings: str) -> Site:
    """The site as ``start_site`` starts it (see there), of an application factory of one's own."""
    site, granian = Site(kind, place, place.data / "site.ini"), kind == "postgresql"
    ports = [free_port() for _ in range(2 if granian else 1)]
    settings = place.settings(
        **{
            "tongban.practice": "true",
            "tongban.worker": "separate" if granian else "embedded",
            "tongban.public_url": f"http://127.0.0.1:{ports[0]}",
            **settings,
        }
    )
    write_ini(site.config, settings, ports[0], granian=granian)
    text = site.config.read_text(encoding="utf-8")
    site.config.write_text(text.replace(REAL, application), encoding="utf-8")
    try:
        for port in ports:
            site.serve(port)
        if granian:
            site.work()
    except BaseException:
        site.stop()
        raise
    return site


def commands(place: Place) -> Site:
    """A site of which only the commands are run."""
    site = Site("", place, place.data / "commands.ini")
    write_ini(site.config, place.settings(**{"tongban.practice": "true"}), 1)
    return site


def logs(place: Place) -> list[Path]:
    """What its processes wrote."""
    return sorted(place.data.glob("*.log"))
