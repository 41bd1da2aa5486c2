"""What the macros draw: plain values that a view puts together, without a request and without HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal, Self

from tongban.rules.answers import Answer

#: Tones of a word: ink (plain), do (can be done now), wait, done, late (also refused), seal.
Tone = Literal["ink", "do", "wait", "done", "late", "seal"]
TONES: tuple[str, ...] = ("ink", "do", "wait", "done", "late", "seal")


@dataclass(frozen=True)
class Link:
    """A place to go, in words."""

    label: str
    href: str


@dataclass(frozen=True)
class StateLabel:
    """Where a thing stands: a word, and a tone that gives it its mark and colour."""

    title: str
    tone: str = "ink"

    @classmethod
    def of(cls, state: Any) -> Self:
        """From a state of a lifecycle table (``title``, ``tone``)."""
        return cls(state.title, state.tone if state.tone in TONES else "ink")


@dataclass(frozen=True)
class Seal:
    """What an outsider can check: two or four characters (核验, 随机抽取) and a digest in hexadecimal.

    ``href`` leads to the proof page; without it the seal says that only the supervisor can check.
    """

    words: str
    digest: str
    href: str = ""
    title: str = "查看核验页"

    def __post_init__(self) -> None:
        if len(self.words) not in (2, 4):
            raise ValueError("a seal has two or four characters")

    @property
    def short(self) -> str:
        """The first eight characters of the digest in two groups, as people compare them."""
        return f"{self.digest[:4]} {self.digest[4:8]}".strip()


@dataclass(frozen=True)
class RuleBasis:
    """Who said so.

    The answer of a region's rules to one question. ``demo`` marks an unconfirmed value (演示值).
    """

    plugin: str
    version: str
    level: str
    basis: str = ""
    region: str = ""
    since: date | None = None
    demo: bool = False
    source: str = "本地已确认"
    key: str = ""

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """From an answer of ``tongban.rules``."""
        return cls(
            plugin=answer.plugin,
            version=answer.version,
            level=answer.level_words,
            basis=answer.basis,
            region=answer.region,
            since=answer.since,
            demo=answer.is_demo,
            source=answer.source_words,
            key=answer.key,
        )


@dataclass(frozen=True)
class Action:
    """A button. A POST carries ``fields`` and the CSRF token; a GET is a link that looks like a button."""

    label: str
    href: str
    method: Literal["post", "get"] = "post"
    fields: tuple[tuple[str, str], ...] = ()
    primary: bool = True
    refusing: bool = False


@dataclass(frozen=True)
class Deadline:
    """By when.

    ``strip`` is what the day strip macro draws; ``provisional`` marks a date that may still move.
    """

    at: datetime
    strip: Any = None
    provisional: bool = False
    label: str = "截止时间"


@dataclass(frozen=True)
class ThreadStep:
    """What happened: who did it, when, and what an outsider can check."""

    title: str
    when: datetime | None = None
    who: str = ""
    note: str = ""
    tone: str = "done"
    links: tuple[Link, ...] = ()
    seal: Seal | None = None


@dataclass(frozen=True)
class NextStep:
    """What comes next. ``actions`` for whoever may press them; for everyone else ``who`` and ``phone``."""

    title: str
    who: str
    phone: str = ""
    actions: tuple[Action, ...] = ()
    note: str = ""
    deadline: Deadline | None = None


@dataclass(frozen=True)
class ComingStep:
    """A later step, not yet anybody's turn."""

    title: str
    who: str = ""
    when: str = ""


@dataclass(frozen=True)
class Chip:
    """A filter that is a link.

    Pressing it sets or clears it in the URL. ``count`` only over what may be seen.
    """

    label: str
    href: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True)
class ChipGroup:
    """Filters of one kind, with what they filter by."""

    title: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class PageNav:
    """Keyset paging: the next page, the way back to the first, and where one is."""

    position: str = ""
    next_href: str = ""
    first_href: str = ""


@dataclass(frozen=True)
class Fact:
    """One term with its value: text, markup, or a component (StateLabel, Seal). ``money`` is 分."""

    term: str
    value: Any = ""
    hint: str = ""
    rule: RuleBasis | None = None
    money: int | None = None
    words: bool = False


Kind = Literal["text", "money", "date", "datetime", "number", "state", "link"]


@dataclass(frozen=True)
class Column:
    """A column of a table. Money cells are 分, links are ``Link``, states ``StateLabel``, dates instants."""

    title: str
    kind: Kind = "text"
    main: bool = False


@dataclass(frozen=True)
class Table:
    """A table that becomes cards below 768 px. Each row has as many cells as there are columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row has one cell per column")


@dataclass(frozen=True)
class Empty:
    """Nothing here yet, and how that changes."""

    title: str
    text: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Confirm:
    """The last page before something that cannot be taken back: exactly what will be sent.

    A view gives title, warning, facts and label; ``handle_form`` adds what is carried.
    """

    title: str
    facts: tuple[Fact, ...]
    submit_label: str
    warning: str = ""
    back_label: str = "返回修改"
    action: str = ""
    hidden: tuple[tuple[str, str], ...] = field(default=())

    def carrying(self, action: str, hidden: tuple[tuple[str, str], ...]) -> "Confirm":
        """The same page with the values it sends on."""
        return replace(self, action=action, hidden=hidden)
