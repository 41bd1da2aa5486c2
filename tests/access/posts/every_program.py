"""Every operation by which a program changes something, of both halves and the ground floor."""

from tests.access.posts import agency_programs, programs

ACTS = [*programs.ACTS, *agency_programs.ACTS]
