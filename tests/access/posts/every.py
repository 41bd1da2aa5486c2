"""Every address that takes forms.

One that does not stand here fails the tests: whoever adds one says who may, and shows it working.
"""

from tests.access.posts import accounts, agency, enrolments, market, rest

#: For people who have signed in.
PRIVATE = [*market.POSTS, *enrolments.POSTS, *accounts.POSTS, *rest.POSTS, *agency.POSTS]
#: For everybody.
PUBLIC = [*accounts.PUBLIC, *agency.PUBLIC]
POSTS = [*PRIVATE, *PUBLIC]
