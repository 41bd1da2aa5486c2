"""Hooks the host calls. A plugin imports ``hookimpl`` from here, whichever package's hook it implements.

What a hook gets is frozen data; no hook is ever given a session, a request or a sealed value. Hooks run
within a time limit: one that outlasts it is given up and no longer called for that region.
"""

from dataclasses import dataclass
from typing import Any

import pluggy

from tongban.rules.answers import Answer, Source

PROJECT = "tongban"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

#: The interface this version offers, and the oldest one it still understands. A plugin declares its own as
#: ``api_version``; it grows when a hook's arguments or the meaning of a return value change.
API_VERSION = 1
OLDEST_API_VERSION = 1


@dataclass(frozen=True)
class CodeAnswer:
    """An answer given by code; ``impl_version`` names the implementation, so that what ran can be told."""

    value: Any
    impl_version: str
    basis: str = ""
    source: Source = "confirmed"


@hookspec(firstresult=True)
def tongban_rule(key: str, region: str, given: Answer | None) -> CodeAnswer | None:
    """Answer one rule by code, where a rule file cannot say it.

    ``key`` is the rule, ``region`` the code of the region that asks (the plugin's own or one below it),
    ``given`` the answer so far: of every farther level and of the rule files of the plugin's own region.
    A nearer region's rule file still overrides the answer. Must be pure: the same arguments, the same answer;
    it is called once per key when a region's rules are put together, and the result is cached.

    ``None`` means: no opinion, ``given`` stands. A value that the rule's type refuses is left out and listed
    as a problem of the plugin.
    """
