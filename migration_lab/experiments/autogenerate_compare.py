"""Closing table of lesson 02, first part: what is compared, and with what."""

import sqlalchemy as sa
from sqlalchemy import Column, MetaData

from migration_lab.experiments.changes import named, people, roles
from migration_lab.experiments.drafts import Draft, built, run, write_draft
from migration_lab.experiments.experiment import Experiment

ADA = "INSERT INTO people (id, name) VALUES (17, 'Ada Byron')"
CHECKS_BY_NAME = ("alembic.autogenerate.*", "alembic.ext.checkconstraint_byname")


def live_database() -> Experiment:
    """Change the database behind Alembic's back (B1)."""
    with built(named(), "ALTER TABLE people ADD COLUMN nickname VARCHAR(20)") as connection:
        draft = write_draft(connection, named())
        after = write_draft(connection, named(Column("nickname", sa.String(20))))
    return Experiment(
        codes=("B1",),
        done="added a column to the database by hand; no model and no revision changed",
        expected="an empty draft",
        happened=f"the draft says {draft}: the live database is compared with the models, never with revisions",
        works=f"read each drop as a question; with the column in the model the draft says {after}",
    )


def python_default() -> Experiment:
    """Give old rows a default that only Python knows (B4)."""
    given = _filled(Column("points", sa.Integer, default=5))
    server = _filled(Column("points", sa.Integer, default=5, server_default="5"))
    return Experiment(
        codes=("B4",),
        done="new column with default=5",
        expected="old rows get 5",
        happened=f"Ada's points are {given}: default= lives in Python and fills in rows that Python inserts",
        works=f"server_default='5' reaches the database: Ada's points are {server}",
    )


def server_default_unseen() -> Experiment:
    """Change a server default (B5)."""
    with built(named(Column("points", sa.Integer, server_default="0"))) as connection:
        models = named(Column("points", sa.Integer, server_default="10"))
        draft = write_draft(connection, models)
        told = write_draft(connection, models, compare_server_default=True)
    return Experiment(
        codes=("B5",),
        done="changed server_default from '0' to '10'",
        expected="alter_column",
        happened=f"the draft says {draft}",
        works=f"compare_server_default=True in env.py: {told}",
    )


def server_default_noise() -> Experiment:
    """Run a draft about a default with a quote in it, and ask again (B5)."""
    word, sql = (_again(named(Column("motto", sa.String(20), server_default=d))) for d in ("it's", sa.text("'it''s'")))
    return Experiment(
        codes=("B5",),
        done='compare_server_default=True, a default with a quote in it: server_default="it\'s"',
        expected="once the database is at head, an empty draft",
        happened=f"the draft says {word}, again after each upgrade",
        works=f"write the default as SQL, sa.text(\"'it''s'\"): the draft says {sql}",
    )


def check_constraint() -> Experiment:
    """Add a CHECK with a name, and change its rule (B6)."""
    rule = sa.CheckConstraint("length(name) > 0", name="ck_people_name")
    changed, renamed = (
        named(sa.CheckConstraint("length(name) > 1", name=f"ck_people_{n}")) for n in ("name", "length")
    )
    with built(named()) as connection:
        models = named(rule)
        draft = write_draft(connection, models)
        told = write_draft(connection, models, autogenerate_plugins=CHECKS_BY_NAME)
        run(connection, told.upgrade)
        silent = write_draft(connection, changed, autogenerate_plugins=CHECKS_BY_NAME)
        loud = write_draft(connection, renamed, autogenerate_plugins=CHECKS_BY_NAME)
    return Experiment(
        codes=("B6",),
        done="added a CHECK to a model, then changed its rule",
        expected="create_check_constraint, then a draft that replaces it",
        happened=f"the draft says {draft}; with a plugin that compares names {told}, then {silent}",
        works=f"alembic.ext.checkconstraint_byname, and a new name per rule: {loud}",
    )


def enum_member() -> Experiment:
    """Add members to an Enum (B7)."""
    with built(named(roles("reader", "author"))) as connection:
        short = write_draft(connection, named(roles("reader", "author", "guest")))
        longer = write_draft(connection, named(roles("reader", "author", "moderator")))
    return Experiment(
        codes=("B7",),
        done="added the member 'guest' to an Enum, then 'moderator' in its place",
        expected="a draft that lets the new member in",
        happened=f"'guest': {short}; 'moderator': {longer}, because that word is longer and the column grows",
        works=f"replace the CHECK by hand, in a batch, under its name: then a guest is {_guest()}",
    )


def descending_index() -> Experiment:
    """Write an index as SQL text (B9)."""
    text = _again(named(sa.Index("ix_people_name", sa.text("name DESC"))))
    expression = named()
    sa.Index("ix_people_name", expression.tables["people"].c.name.desc())
    return Experiment(
        codes=("B9",),
        done='an index written as text: Index("ix_people_name", text("name DESC"))',
        expected="after the upgrade an empty draft",
        happened=f"the draft says {text}, again after each upgrade",
        works=f"write name.desc(): the draft says {_again(expression)} (and never sees DESC change: do that by hand)",
    )


def types_compared() -> Experiment:
    """Follow the advice to switch on compare_type (S7)."""
    with built(named()) as connection:
        models = people(Column("name", sa.String(255)))
        default = write_draft(connection, models)
        off = write_draft(connection, models, compare_type=False)
    return Experiment(
        codes=("S7",),
        done="String(50) made String(255), without compare_type in env.py",
        expected="nothing: compare_type=True is said to be needed",
        happened=f"the draft says {default}: it is on by default since Alembic 1.12",
        works=f"leave it out; only compare_type=False makes Alembic blind: {off}",
    )


def _filled(column: Column[int]) -> object:
    """Add a column by draft to a table with Ada in it, and read what she got."""
    with built(named(), ADA) as connection:
        run(connection, write_draft(connection, named(column)).upgrade)
        value = connection.exec_driver_sql("SELECT points FROM people WHERE id = 17").scalar()
    return "NULL" if value is None else value


def _again(models: MetaData) -> Draft:
    """Build the database from the models, run the draft if there is one, and write the next draft."""
    with built(models) as connection:
        run(connection, write_draft(connection, models, compare_server_default=True).upgrade)
        return write_draft(connection, models, compare_server_default=True)


def _guest() -> str:
    """Replace the CHECK on roles by hand, then let a guest in."""
    rule = """with op.batch_alter_table("people") as batch_op:
        batch_op.drop_constraint("role", type_="check")
        batch_op.create_check_constraint("role", sa.text("role IN ('reader', 'author', 'guest')"))"""
    with built(named(roles("reader", "author"))) as connection:
        run(connection, rule)
        connection.exec_driver_sql("INSERT INTO people (id, role) VALUES (18, 'guest')")
        return str(connection.exec_driver_sql("SELECT role FROM people").scalar())
