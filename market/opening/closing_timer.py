"""The name of the timer that closes a need, shared by who sets it and who answers it."""

CLOSE_TIMER = "need.close"
