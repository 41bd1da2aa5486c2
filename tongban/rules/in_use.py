"""Who still runs by pinned rules: each half says so of its own things."""

from collections.abc import Callable, Collection

from sqlalchemy.orm import Session

#: The name under which the application registry holds what ``config.add_rules_in_use`` gathered.
IN_USE = "tongban.rules_in_use"

#: Given hashes of snapshots: what still runs by one of them and may yet ask its code, in words for people.
InUse = Callable[[Session, Collection[str]], list[str]]
