"""The migrations make exactly the schema of the models, and take it away again, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from tests.support.templates import Templates
from tongban.db import Base
from tongban.db.engine import make_engines
from tongban.db.migrate import downgrade, upgrade
from tongban.db.models import import_all

import_all()


def test_the_migrations_make_what_the_models_say(templates: Templates) -> None:
    with templates.fresh("schema") as place:
        engines = make_engines(place.url)
        with engines.read.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        engines.dispose()


def test_down_and_up_again(templates: Templates) -> None:
    with templates.fresh("schema") as place:
        engines = make_engines(place.url)
        before = set(inspect(engines.write).get_table_names())
        downgrade(engines.write)
        assert set(inspect(engines.write).get_table_names()) == {"alembic_version"}
        upgrade(engines.write)
        assert set(inspect(engines.write).get_table_names()) == before
        upgrade(engines.write)
        engines.dispose()
