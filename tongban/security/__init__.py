"""Who may do what: roles, permissions, one table of predicates, deny by default."""

from tongban.security.actor import SYSTEM, Actor, Grant
from tongban.security.permissions import Permission
from tongban.security.roles import Role

__all__ = ["SYSTEM", "Actor", "Grant", "Permission", "Role"]
