"""Runs the migrations on the connection that `intake.claims.database.upgrade` brings along."""

from alembic import context

from intake.claims.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can as well, once the driver doesn't begin by itself
)
with context.begin_transaction():
    context.run_migrations()
