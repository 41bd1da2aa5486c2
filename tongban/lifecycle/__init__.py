"""One lifecycle per thing, written as data; every change of state goes through ``Lifecycle.fire``."""

from tongban.lifecycle.errors import GuardFailed, WrongState
from tongban.lifecycle.table import Guard, Lifecycle, State, Transition, registered

__all__ = ["Guard", "GuardFailed", "Lifecycle", "State", "Transition", "WrongState", "registered"]
