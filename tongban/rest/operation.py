"""One operation of the door: method, path, permission, what it takes and answers, and the function behind.

A feature's ``api.py`` is a list of such functions::

    @operation("POST", "/needs/{number}/submit", "提交核验", Permission.MARKET_NEED_EDIT, answer=NEED)
    def submit(call: Call) -> Reply:
        need = find_need(call.db, call.number, call.actor)
        need_service(call.request).submit(need)
        return Reply(need_values(call, need), version=need.version)

The permission is what somebody must hold to get this far; about the thing itself the service asks again.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import colander
import venusian
from pyramid.request import Request
from sqlalchemy.orm import Session

from tongban import fields
from tongban.errors import NotFound
from tongban.rest.errors import Fault, Invalid
from tongban.rest.etags import wanted_version
from tongban.security import Actor, Permission
from tongban.work import Work

#: Makes the schema of a body; ``raw`` is what was sent, empty when the description asks for the schema.
BodySchema = Callable[[Request, Mapping[str, Any]], colander.SchemaNode]


@dataclass(frozen=True)
class Reply:
    """What an operation answers; ``body`` is put into the shape of its answer."""

    body: Any = None
    status: int = 200
    #: The path of what was made, without ``/api/v1``.
    location: str = ""
    version: int | None = None
    #: The path of the next page of a list, without ``/api/v1``.
    following: str = ""


@dataclass
class Call:
    """One call of an operation: the request, and what it sent, judged already."""

    request: Request
    values: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    #: 32 hexadecimal digits, alike for a repetition of this very request and for nothing else.
    key: str = ""

    @property
    def db(self) -> Session:
        """The session of the request."""
        session: Session = self.request.db
        return session

    @property
    def actor(self) -> Actor:
        """Whom the program acts for."""
        actor: Actor = self.request.actor
        return actor

    @property
    def work(self) -> Work:
        """The unit of work of a writing request."""
        work: Work = self.request.work
        return work

    @property
    def now(self) -> datetime:
        """The moment of the request."""
        now: datetime = self.request.now
        return now

    @property
    def number(self) -> str:
        """The ``{number}`` of the path."""
        return str(self.request.matchdict["number"])

    @property
    def id(self) -> int:
        """The ``{id}`` of the path. Raises NotFound for what no column of ids holds."""
        text = str(self.request.matchdict["id"])
        if not re.fullmatch("[0-9]{1,18}", text):
            raise NotFound
        return int(text)

    def version_of(self, current: int) -> int:
        """The version that a change names in ``If-Match``. Raises VersionMissing or VersionOutdated."""
        wanted = wanted_version(self.request)
        return current if wanted is None else wanted

    def refuse(self, name: str, detail: str) -> Invalid:
        """To be raised: one field of the body is wrong."""
        return Invalid([Fault(f"/{name}", detail)])


Act = Callable[[Call], Reply]


@dataclass(frozen=True)
class Operation:
    """See the module. ``answer``: the shape of the answer, or the media type of one that is no JSON."""

    method: str
    path: str
    title: str
    permission: Permission
    act: Act
    answer: colander.SchemaNode | str | None = None
    body: BodySchema | None = None
    query: colander.SchemaNode | None = None
    status: int = 200
    note: str = ""
    #: Whether a file is sent instead of JSON.
    takes_file: bool = False
    #: Whether ``If-Match`` is asked for.
    versioned: bool = False
    #: Whether a repetition is answered from memory; not where the answer holds a secret.
    remembered: bool = True

    @property
    def name(self) -> str:
        """The operation's id: the feature, and what is done."""
        feature = self.act.__module__.split(".")[-2]
        return f"{feature}.{self.act.__name__.rstrip('_')}"


def operation(
    method: str,
    path: str,
    title: str,
    permission: Permission,
    **more: Any,
) -> Callable[[Act], Act]:
    """Decorator: make a function an operation when its module is scanned; ``more`` as in ``Operation``."""

    def mark(act: Act) -> Act:
        made = Operation(method, path, title, permission, act, **more)

        def register(scanner: Any, _name: str, _act: Act) -> None:
            scanner.config.add_operation(made)

        venusian.attach(act, register, category="pyramid")
        return act

    return mark


def fixed(*nodes: Callable[[], colander.SchemaNode]) -> BodySchema:
    """A body whose fields never depend on the request; each is made anew for each request."""

    def make(_request: Request, _raw: Mapping[str, Any]) -> colander.SchemaNode:
        schema = fields.Schema()
        for one in nodes:
            schema.add(one())
        return schema

    return make
