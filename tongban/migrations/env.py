"""Alembic's environment: one linear history for the whole core."""

from alembic import context
from sqlalchemy import Engine

from tongban.db import Base
from tongban.db.models import import_all

import_all()


def run() -> None:
    """Run the migrations on the engine handed over by ``tongban.db.migrate``."""
    engine: Engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
