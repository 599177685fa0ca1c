"""Read the schema of any other database as far as SQLAlchemy's inspector sees it."""

from typing import Any

from sqlalchemy import Connection, inspect

from migration_lab.values.parts import Check, Column, ForeignKey, Index, IndexTerm, PrimaryKey, Table, Unique, View


def read(connection: Connection) -> tuple[tuple[Table, ...], tuple[View, ...]]:
    """Read tables and views of the default schema behind `connection`."""
    inspector = inspect(connection)
    tables = [_table(inspector, name) for name in sorted(inspector.get_table_names()) if name != "alembic_version"]
    views = [View(name, inspector.get_view_definition(name) or "") for name in sorted(inspector.get_view_names())]
    return tuple(tables), tuple(views)


def _table(inspector: Any, name: str) -> Table:
    key = inspector.get_pk_constraint(name)
    uniques = inspector.get_unique_constraints(name)
    doubles = {unique.get("duplicates_index") or unique["name"] for unique in uniques}
    return Table(
        name,
        tuple(_column(column, inspector) for column in inspector.get_columns(name)),
        PrimaryKey(tuple(key["constrained_columns"]), key["name"] or ""),
        tuple(sorted((_foreign_key(row) for row in inspector.get_foreign_keys(name)), key=repr)),
        tuple(sorted((Unique(tuple(row["column_names"]), row["name"] or "") for row in uniques), key=repr)),
        tuple(sorted((_check(row) for row in inspector.get_check_constraints(name)), key=repr)),
        tuple(sorted((_index(row) for row in inspector.get_indexes(name) if row["name"] not in doubles), key=repr)),
    )


def _column(row: Any, inspector: Any) -> Column:
    computed = row.get("computed")
    return Column(
        row["name"],
        row["type"].compile(inspector.dialect),
        row["nullable"],
        row["default"],
        getattr(row["type"], "collation", None) or "",
        f"GENERATED ALWAYS AS ({computed['sqltext']}){_stored(computed)}" if computed else "",
        comment=row.get("comment") or "",
    )


def _stored(computed: Any) -> str:
    return {True: " STORED", False: " VIRTUAL", None: ""}[computed.get("persisted")]


def _foreign_key(row: Any) -> ForeignKey:
    options = row.get("options", {})
    return ForeignKey(
        tuple(row["constrained_columns"]),
        row["referred_table"],
        tuple(row["referred_columns"]),
        row["name"] or "",
        options.get("ondelete") or "NO ACTION",
        options.get("onupdate") or "NO ACTION",
        f"DEFERRABLE INITIALLY {options.get('initially') or 'IMMEDIATE'}" if options.get("deferrable") else "",
    )


def _check(row: Any) -> Check:
    return Check(f"CHECK ({row['sqltext']})", row["name"] or "")


def _index(row: Any) -> Index:
    orders = row.get("column_sorting", {})
    texts = row.get("expressions") or row["column_names"]
    terms = tuple(IndexTerm(str(text), "desc" in orders.get(text, ())) for text in texts)
    options = row.get("dialect_options", {})
    where = next((str(value) for name, value in options.items() if name.endswith("_where") and value is not None), "")
    return Index(row["name"], terms, bool(row["unique"]), where)
