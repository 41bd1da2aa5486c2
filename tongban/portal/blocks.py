"""What packages put into the frame pages, and the directives by which they do so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from sqlalchemy.orm import Session

from tongban.security import Permission
from tongban.web.components import StateLabel, Table

KEY = "tongban.portal"


@dataclass(frozen=True)
class DeskItem:
    """One thing on someone's desk: where it stands and why it is there.

    ``waiting``: it is somebody else's turn. ``region`` and ``since`` let the desk draw the day strip.
    """

    title: str
    url: str
    state: StateLabel
    due: datetime | None
    why: str
    number: str
    waiting: bool = False
    region: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class SupervisionCard:
    """One matter of supervision: a verdict in a word, a sentence, and what it rests on."""

    state: StateLabel
    text: str
    table: Table | None = None
    alarm: bool = False


@dataclass(frozen=True)
class Figure:
    """A number of the start page; counted over what the public may see."""

    title: str
    value: int
    href: str = ""


@dataclass(frozen=True)
class EntranceLink:
    """A way in: shown when its route exists and, if a permission is named, to those who hold it."""

    label: str
    route_name: str
    query: tuple[tuple[str, str], ...] = ()
    permission: Permission | None = None


@dataclass(frozen=True)
class Entrance:
    """One of the ways into the site, e.g. for buyers."""

    title: str
    text: str
    links: tuple[EntranceLink, ...]


RenderBlock = Callable[[Request], Markup | None]
LoadDesk = Callable[[Request], Sequence[DeskItem]]
LoadCard = Callable[[Request], SupervisionCard | None]
LoadFigures = Callable[[Request], Sequence[Figure]]
#: A session and the present moment → values by labels.
LoadMetric = Callable[[Session, datetime], Mapping[str, int]]
Describe = Callable[[Session, int], str]


@dataclass(frozen=True)
class Block:
    """A named piece of a page; lower ``order`` stands first."""

    name: str
    title: str
    order: int
    load: Callable[..., object]


@dataclass(frozen=True)
class DeskAction:
    """A main action of a role, as a button on its desk."""

    label: str
    route_name: str
    permission: Permission
    order: int
    query: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class HandlerWords:
    """What people call a timer or an outbox handler, and how its thing is named."""

    title: str
    describe: Describe | None = None


@dataclass(frozen=True)
class Metric:
    """A gauge of ``/metrics``; ``label`` names what its values are counted by."""

    help: str
    label: str
    load: LoadMetric


@dataclass
class Frames:
    """Everything that was put into the frames of one application."""

    portal: list[Block] = field(default_factory=list)
    figures: list[Block] = field(default_factory=list)
    entrances: list[tuple[int, Entrance]] = field(default_factory=list)
    desk: list[Block] = field(default_factory=list)
    actions: list[DeskAction] = field(default_factory=list)
    supervision: list[Block] = field(default_factory=list)
    words: dict[str, HandlerWords] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)

    def handler_title(self, name: str) -> str:
        """What people call a handler; its own name if nobody said."""
        known = self.words.get(name)
        return known.title if known else name


def frames(registry: Registry) -> Frames:
    """The frames of an application."""
    found: Frames = registry[KEY]
    return found


def _put(blocks: list[Block], block: Block) -> None:
    if any(other.name == block.name for other in blocks):
        raise ValueError(f"block {block.name!r} is registered twice")
    blocks.append(block)
    blocks.sort(key=lambda b: (b.order, b.name))


def add_portal_block(config: Configurator, name: str, order: int, render: RenderBlock) -> None:
    """Directive: a piece of the start page. Raises ValueError for a name already taken."""
    _put(frames(config.registry).portal, Block(name, "", order, render))


def add_portal_figures(config: Configurator, name: str, order: int, load: LoadFigures) -> None:
    """Directive: numbers of the start page, over the public set only."""
    _put(frames(config.registry).figures, Block(name, "", order, load))


def add_portal_entrance(config: Configurator, order: int, entrance: Entrance) -> None:
    """Directive: a way into the site, on the start page."""
    entrances = frames(config.registry).entrances
    entrances.append((order, entrance))
    entrances.sort(key=lambda pair: pair[0])


def add_desk_block(config: Configurator, name: str, title: str, order: int, load: LoadDesk) -> None:
    """Directive: what waits for a person. ``load`` asks a bounded number of queries, whatever it finds."""
    _put(frames(config.registry).desk, Block(name, title, order, load))


def add_desk_action(
    config: Configurator,
    label: str,
    route_name: str,
    permission: Permission,
    order: int = 50,
    query: tuple[tuple[str, str], ...] = (),
) -> None:
    """Directive: a button on the desk of those who hold the permission."""
    actions = frames(config.registry).actions
    actions.append(DeskAction(label, route_name, permission, order, query))
    actions.sort(key=lambda action: (action.order, action.label))


def add_supervision_block(config: Configurator, name: str, title: str, order: int, load: LoadCard) -> None:
    """Directive: a card on the page of supervision; ``load`` keeps to the regions of the actor."""
    _put(frames(config.registry).supervision, Block(name, title, order, load))


def add_handler_words(
    config: Configurator, handler: str, title: str, describe: Describe | None = None
) -> None:
    """Directive: what people call a timer or an outbox handler; ``describe(session, thing_id)`` its thing."""
    frames(config.registry).words[handler] = HandlerWords(title, describe)


def add_metric(config: Configurator, name: str, help_text: str, label: str, load: LoadMetric) -> None:
    """Directive: a gauge of ``/metrics``, which anyone may read."""
    frames(config.registry).metrics[name] = Metric(help_text, label, load)


def includeme(config: Configurator) -> None:
    """Empty frames and the directives."""
    config.registry[KEY] = Frames()
    for directive in (
        add_portal_block,
        add_portal_figures,
        add_portal_entrance,
        add_desk_block,
        add_desk_action,
        add_supervision_block,
        add_handler_words,
        add_metric,
    ):
        config.add_directive(directive.__name__, directive, action_wrap=False)
