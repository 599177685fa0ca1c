"""Closing table of lesson 02, second part: whose tables, which names, which dialect."""

import sqlalchemy as sa
from sqlalchemy import Column, MetaData, make_url
from sqlalchemy.schema import CreateTable

from migration_lab.experiments.changes import NAMES, named, people
from migration_lab.experiments.drafts import built, database, failure, run, write_draft
from migration_lab.experiments.experiment import Experiment

SPATIAL = "CREATE TABLE spatial_ref_sys (srid INTEGER PRIMARY KEY)"


def foreign_table() -> Experiment:
    """Share the database with a table that is not ours (B10)."""
    with built(named(), SPATIAL) as connection:
        draft = write_draft(connection, named())
        filtered = write_draft(connection, named(), include_name=_not_spatial)
    return Experiment(
        codes=("B10",),
        done="an extension keeps its table spatial_ref_sys in the same database",
        expected="Alembic minds its own tables",
        happened=f"the draft says {draft}",
        works=f"include_name, which says what to read from the database: the draft says {filtered}",
    )


def table_made_elsewhere() -> Experiment:
    """Leave a table of the models to somebody else (B10)."""
    models = named()
    sa.Table("report", models, Column("id", sa.Integer, primary_key=True))
    with built(named()) as connection:
        by_name = write_draft(connection, models, include_name=lambda name, *_: name != "report")
        by_object = write_draft(connection, models, include_object=lambda thing, name, *_: name != "report")
    return Experiment(
        codes=("B10",),
        done="a model for a table that another team creates; include_name refuses it",
        expected="an empty draft",
        happened=f"the draft says {by_name}: include_name filters only what is read from the database",
        works=f"include_object, which is asked about both sides: the draft says {by_object}",
    )


def mutual_keys() -> Experiment:
    """Let two tables point at each other (B11)."""
    with database() as connection:
        draft = write_draft(connection, _profiles("profile_id"))
        tree = write_draft(connection, _profiles(""))
    return Experiment(
        codes=("B11",),
        done="users.profile_id points to profiles, profiles.user_id points to users",
        expected="two tables in an order that works",
        happened=f"no order exists, and {len(draft.warnings)} warning says so: {draft.warnings[0].split(';')[0]}",
        works=f"drop the pointer back, make profiles.user_id unique: {len(tree.warnings)} warnings",
    )


def nameless_constraint() -> Experiment:
    """Go back over a constraint that never got a name (B13)."""
    with built(named()) as connection:
        nameless = write_draft(connection, named(sa.UniqueConstraint("name")))
        up = failure(connection, nameless.upgrade)
    with built(named(sa.UniqueConstraint("name"))) as connection:
        down = failure(connection, nameless.downgrade)
    with built(people(Column("name", sa.String(50)), convention=NAMES)) as connection:
        models = people(Column("name", sa.String(50)), sa.UniqueConstraint("name"), convention=NAMES)
        draft = write_draft(connection, models)
        run(connection, draft.upgrade)
        run(connection, draft.downgrade)
    return Experiment(
        codes=("B13",),
        done="added UniqueConstraint('name') without a name",
        expected="a draft that goes up and down",
        happened=f"up, with the name None: {up}; down, with the name None: {down}",
        works="a naming convention on the metadata from revision 1: then the draft went up and down",
    )


def tables_made_by_create_all() -> Experiment:
    """Draft the first revision against a database that create_all has filled (B14)."""
    with built(named()) as connection:
        filled = write_draft(connection, named())
    with database() as connection:
        empty = write_draft(connection, named())
    return Experiment(
        codes=("B14",),
        done="first draft on a database that the application filled with create_all()",
        expected="create_table for every model",
        happened=f"the draft says {filled}: there is no difference left to find",
        works=f"draft the first revision on an empty database: {empty}",
    )


def without_batch() -> Experiment:
    """Change a type on SQLite, without and with render_as_batch (S7)."""
    models = people(Column("name", sa.String(255)))
    with built(named()) as connection:
        plain = failure(connection, write_draft(connection, models, render_as_batch=False).upgrade)
        batch = failure(connection, write_draft(connection, models).upgrade)
    return Experiment(
        codes=("S7",),
        done="another type for a column, drafted on SQLite without render_as_batch",
        expected="alter_column changes the column",
        happened=f"the upgrade stops with: {plain}",
        works=f"render_as_batch=True builds the table anew: {batch or 'the upgrade runs'} (mind its children)",
    )


def default_of_one_dialect() -> Experiment:
    """Draft sa.false() on SQLite and send it to PostgreSQL (B16)."""
    with built(named()) as connection:
        draft = write_draft(connection, named(Column("verified", sa.Boolean, server_default=sa.false())))
    wrote = draft.upgrade.partition("server_default=")[2].partition(", ")[0]
    return Experiment(
        codes=("B16",),
        done="server_default=sa.false() in the model, draft written on SQLite",
        expected="a revision for every database",
        happened=f"the draft says {wrote}, which PostgreSQL gets as {_ddl(sa.text('0'), 'postgresql')} and refuses",
        works=f"write sa.false() in the revision: {_ddl(sa.false(), 'sqlite')} or {_ddl(sa.false(), 'postgresql')}",
    )


def _not_spatial(name: str | None, kind: str, parents: object) -> bool:
    return not (kind == "table" and name == "spatial_ref_sys")


def _profiles(back: str) -> MetaData:
    """Make users and their profiles, with a pointer back to the profile if it is given a name."""
    models = MetaData()
    pointer: list[Column[int]] = [Column(back, sa.ForeignKey("profiles.id"))] if back else []
    sa.Table("users", models, Column("id", sa.Integer, primary_key=True), *pointer)
    owner: Column[int] = Column("user_id", sa.ForeignKey("users.id"), unique=True)
    sa.Table("profiles", models, Column("id", sa.Integer, primary_key=True), owner)
    return models


def _ddl(default: sa.TextClause | sa.False_, dialect: str) -> str:
    """Render the default of a Boolean for a dialect, offline."""
    table = sa.Table("t", MetaData(), Column("verified", sa.Boolean, server_default=default))
    rendered = str(CreateTable(table).compile(dialect=make_url(f"{dialect}://").get_dialect()()))
    return next(line.strip().removeprefix("verified ") for line in rendered.splitlines() if "verified" in line)
