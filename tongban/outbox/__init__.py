"""One outbox for side effects, and timers for what falls due.

A row is written with the change it belongs to. The worker claims it, acts outside any transaction, then
marks it: at least once, so handlers are idempotent; in order per (thing, handler); a parked row stops only
that pair.
"""
