"""Thirty-odd ways to change a model, each as a database before and the models after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, MetaData
from sqlalchemy.schema import SchemaItem

NAMES = {"ix": "ix_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"}
ROW = {"id": 17, "name": "Ada Byron"}


@dataclass(frozen=True)
class Change:
    """A change of the models.

    Args:
        name: The change in a few words.
        before: Makes the metadata the database was built from.
        after: Makes the metadata the application has now.
        also: SQL run on the database beside its tables.
    """

    name: str
    before: Callable[[], MetaData]
    after: Callable[[], MetaData]
    also: tuple[str, ...] = ()


def people(*items: SchemaItem, name: str = "people", convention: dict[str, str] | None = None) -> MetaData:
    """Make metadata with one table of people: an id, then what is given."""
    metadata = MetaData(naming_convention=convention)
    sa.Table(name, metadata, Column("id", sa.Integer, primary_key=True), *items)
    return metadata


def named(*items: SchemaItem) -> MetaData:
    """Make a table of people that have a name, then what is given."""
    return people(Column("name", sa.String(50)), *items)


def teams(*items: SchemaItem) -> MetaData:
    """Make a table of named people in teams, then what is given, and the table of teams."""
    metadata = named(Column("team_id", sa.Integer), *items)
    sa.Table("teams", metadata, Column("id", sa.Integer, primary_key=True))
    return metadata


def roles(*members: str) -> Column[str]:
    """Make a column that allows the given roles only."""
    return Column("role", sa.Enum(*members, name="role", native_enum=False, create_constraint=True))


def initials(expression: str) -> Column[str]:
    """Make a column computed by the database."""
    return Column("initial", sa.String(50), sa.Computed(expression, persisted=False))


def typed(kind: sa.types.TypeEngine[Any] | type[sa.types.TypeEngine[Any]]) -> Callable[[], MetaData]:
    """Make people with one more column of the given type."""
    return lambda: named(Column("detail", kind))


def default(value: str | None) -> Callable[[], MetaData]:
    """Make people with points, and what the database fills in when none are given."""
    return lambda: named(Column("points", sa.Integer, server_default=value))


def other_table(*tables: str) -> Callable[[], MetaData]:
    """Make people and further tables."""

    def build() -> MetaData:
        metadata = named()
        for table in tables:
            sa.Table(table, metadata, Column("id", sa.Integer, primary_key=True))
        return metadata

    return build


def descending() -> MetaData:
    """Make people with an index on their names, last name first."""
    metadata = named()
    sa.Index("ix_people_name", metadata.tables["people"].c.name.desc())
    return metadata


def fk(**options: str) -> sa.ForeignKeyConstraint:
    """Make a foreign key from people to teams."""
    return sa.ForeignKeyConstraint(["team_id"], ["teams.id"], **options)  # type: ignore[arg-type]


TABLES = (
    Change("table added", named, other_table("badges")),
    Change("table removed", other_table("badges"), named),
    Change("table renamed", named, lambda: people(Column("name", sa.String(50)), name="persons")),
    Change("view added to the database by hand", named, named, ("CREATE VIEW names AS SELECT name FROM people",)),
)

COLUMNS = (
    Change("column added", named, typed(sa.String(20))),
    Change("column added, NOT NULL", named, lambda: named(Column("detail", sa.String(20), nullable=False))),
    Change("column removed", typed(sa.String(20)), named),
    Change("column renamed", named, lambda: people(Column("full_name", sa.String(50)))),
    Change("NULL no longer allowed", named, lambda: people(Column("name", sa.String(50), nullable=False))),
    Change(
        "columns in another order",
        lambda: named(Column("age", sa.Integer)),
        lambda: people(Column("age", sa.Integer), Column("name", sa.String(50))),
    ),
    Change(
        "primary key over one column more",
        lambda: named(Column("year", sa.Integer, nullable=False, server_default="1")),
        lambda: named(Column("year", sa.Integer, primary_key=True, server_default="1")),
    ),
)

TYPES = (
    Change("longer text: String(20) to String(80)", typed(sa.String(20)), typed(sa.String(80))),
    Change("another type: Integer to Text", typed(sa.Integer), typed(sa.Text)),
    Change("more digits: Numeric(10, 2) to Numeric(12, 4)", typed(sa.Numeric(10, 2)), typed(sa.Numeric(12, 4))),
    Change("DateTime to DateTime(timezone=True)", typed(sa.DateTime), typed(sa.DateTime(timezone=True))),
    Change(
        "text compared without case (COLLATE NOCASE)", typed(sa.String(20)), typed(sa.String(20, collation="NOCASE"))
    ),
    Change(
        "Enum: a member added",
        lambda: named(roles("reader", "author")),
        lambda: named(roles("reader", "author", "guest")),
    ),
    Change("Enum: a longer member added", lambda: named(roles("reader")), lambda: named(roles("reader", "moderator"))),
    Change(
        "computed column: another expression",
        lambda: named(initials("substr(name, 1, 1)")),
        lambda: named(initials("upper(substr(name, 1, 1))")),
    ),
)

DEFAULTS = (
    Change("server_default added", default(None), default("0")),
    Change("server_default changed", default("0"), default("10")),
    Change("server_default removed", default("0"), default(None)),
    Change("default= (Python) added", default(None), lambda: named(Column("points", sa.Integer, default=0))),
)

CONSTRAINTS = (
    Change("CHECK added, with a name", named, lambda: named(sa.CheckConstraint("id > 0", name="ck_people_id"))),
    Change(
        "CHECK changed under the same name",
        lambda: named(sa.CheckConstraint("id > 0", name="ck_people_id")),
        lambda: named(sa.CheckConstraint("id > 9", name="ck_people_id")),
    ),
    Change("UNIQUE added, with a name", named, lambda: named(sa.UniqueConstraint("name", name="uq_people_name"))),
    Change("UNIQUE added, without a name", named, lambda: named(sa.UniqueConstraint("name"))),
    Change("UNIQUE without a name removed", lambda: named(sa.UniqueConstraint("name")), named),
    Change("foreign key added, with a name", teams, lambda: teams(fk(name="fk_people_team"))),
    Change(
        "foreign key: ON DELETE CASCADE added",
        lambda: teams(fk(name="fk_people_team")),
        lambda: teams(fk(name="fk_people_team", ondelete="CASCADE")),
    ),
)

INDEXES = (
    Change("index added", named, lambda: named(sa.Index("ix_people_name", "name"))),
    Change(
        "index over one column more",
        lambda: named(sa.Index("ix_people_name", "name")),
        lambda: named(sa.Index("ix_people_name", "name", "id")),
    ),
    Change(
        "index made descending",
        lambda: named(sa.Index("ix_people_name", "name")),
        descending,
    ),
    Change(
        "partial index: another WHERE",
        lambda: named(sa.Index("ix_people_name", "name", sqlite_where=sa.text("id > 0"))),
        lambda: named(sa.Index("ix_people_name", "name", sqlite_where=sa.text("id > 9"))),
    ),
    Change("index over an expression added", named, lambda: named(sa.Index("ix_people_lower", sa.text("lower(name)")))),
)

CHANGES = (*TABLES, *COLUMNS, *TYPES, *DEFAULTS, *CONSTRAINTS, *INDEXES)
