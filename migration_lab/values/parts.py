"""What a database schema is made of: tables, columns, keys, constraints, indexes, triggers, views, as plain facts."""

from dataclasses import dataclass, field

from migration_lab.errors import LabError
from migration_lab.grid import Grid, ShownInParts, cell


@dataclass(frozen=True)
class Column:
    """One column, its type and default in the database's own words."""

    name: str
    type: str
    nullable: bool = True
    default: str | None = None
    collation: str = ""
    generated: str = ""
    on_conflict: str = ""
    comment: str = ""

    @property
    def null(self) -> str:
        """Say `NULL` or `NOT NULL`, with what SQLite does on a conflict if it was told."""
        conflict = f" ON CONFLICT {self.on_conflict}" if self.on_conflict else ""
        return ("NULL" if self.nullable else "NOT NULL") + conflict

    @property
    def words(self) -> str:
        """Say all facts but the name, as a `CREATE TABLE` would."""
        return _join(
            self.type,
            self.null,
            f"DEFAULT {self.default}" if self.default is not None else "",
            f"COLLATE {self.collation}" if self.collation else "",
            self.generated,
            f"COMMENT {self.comment}" if self.comment else "",
        )


@dataclass(frozen=True)
class PrimaryKey:
    """The columns that name a row; false for a table without a primary key."""

    columns: tuple[str, ...] = ()
    name: str = ""
    extra: str = ""

    def __bool__(self) -> bool:
        return bool(self.columns)

    @property
    def words(self) -> str:
        """Say the key as SQL does."""
        return _join(f"PRIMARY KEY ({', '.join(self.columns)})", self.extra)


@dataclass(frozen=True)
class ForeignKey:
    """Columns that point to a row of another table, and what happens when that row goes."""

    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    name: str = ""
    on_delete: str = "NO ACTION"
    on_update: str = "NO ACTION"
    extra: str = ""

    @property
    def words(self) -> str:
        """Say the constraint as SQL does."""
        return _join(
            f"FOREIGN KEY ({', '.join(self.columns)}) REFERENCES {self.target} ({', '.join(self.target_columns)})",
            f"ON DELETE {self.on_delete}" if self.on_delete != "NO ACTION" else "",
            f"ON UPDATE {self.on_update}" if self.on_update != "NO ACTION" else "",
            self.extra,
        )


@dataclass(frozen=True)
class Unique:
    """A unique constraint of a table (a unique *index* is an `Index`)."""

    columns: tuple[str, ...]
    name: str = ""
    extra: str = ""

    @property
    def words(self) -> str:
        """Say the constraint as SQL does."""
        return _join(f"UNIQUE ({', '.join(self.columns)})", self.extra)


@dataclass(frozen=True)
class Check:
    """A rule that every row must fulfil, as its SQL text; also PostgreSQL's other constraints."""

    text: str
    name: str = ""

    @property
    def words(self) -> str:
        """Say the constraint as SQL does."""
        return self.text


@dataclass(frozen=True)
class IndexTerm:
    """One column or expression of an index; `collation` only where it differs from the column's own."""

    text: str
    descending: bool = False
    collation: str = ""
    extra: str = ""

    @property
    def words(self) -> str:
        """Say the term as SQL does."""
        return _join(
            self.text,
            f"COLLATE {self.collation}" if self.collation else "",
            "DESC" if self.descending else "",
            self.extra,
        )


@dataclass(frozen=True)
class Index:
    """An index made by `CREATE INDEX`."""

    name: str
    terms: tuple[IndexTerm, ...]
    unique: bool = False
    where: str = ""
    extra: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the indexed columns or expressions in order."""
        return tuple(term.text for term in self.terms)

    @property
    def words(self) -> str:
        """Say the index as SQL does."""
        return _join(
            "UNIQUE" if self.unique else "",
            f"({', '.join(term.words for term in self.terms)})",
            self.extra,
            f"WHERE {self.where}" if self.where else "",
        )


@dataclass(frozen=True)
class Trigger:
    """A trigger: what it waits for and does, as its SQL text."""

    name: str
    text: str

    @property
    def words(self) -> str:
        """Say the trigger as SQL does."""
        return self.text


@dataclass(frozen=True)
class View:
    """A view and the query behind it."""

    name: str
    text: str
    triggers: tuple[Trigger, ...] = ()

    @property
    def words(self) -> str:
        """Say the query."""
        return self.text


@dataclass(frozen=True)
class Item:
    """Anything else that stands beside tables: an enum type, a sequence, a function (PostgreSQL)."""

    kind: str
    name: str
    text: str

    @property
    def words(self) -> str:
        """Say the definition."""
        return self.text


@dataclass(frozen=True, repr=False)
class Table(ShownInParts):
    """One table with all its facts; `ddl` is the stored text, kept to be read, never compared."""

    name: str
    columns: tuple[Column, ...]
    primary_key: PrimaryKey = PrimaryKey()
    foreign_keys: tuple[ForeignKey, ...] = ()
    uniques: tuple[Unique, ...] = ()
    checks: tuple[Check, ...] = ()
    indexes: tuple[Index, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    options: tuple[str, ...] = ()
    ddl: str = field(default="", compare=False)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Name the columns in order."""
        return tuple(column.name for column in self.columns)

    @property
    def words(self) -> str:
        """Count the parts: `6 columns, 1 unique, 1 foreign key`."""
        counts = (
            (len(self.columns), "column", "columns"),
            (len(self.uniques), "unique", "uniques"),
            (len(self.checks), "check", "checks"),
            (len(self.foreign_keys), "foreign key", "foreign keys"),
            (len(self.indexes), "index", "indexes"),
            (len(self.triggers), "trigger", "triggers"),
        )
        said = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
        return ", ".join([*said, *self.options])

    def __contains__(self, column: object) -> bool:
        return column in self.column_names

    def __getitem__(self, column: str) -> Column:
        """Give the column called `column`.

        Raises:
            LabError: The table has no such column.
        """
        for found in self.columns:
            if found.name == column:
                return found
        raise LabError(
            f"Table `{self.name}` has no column `{column}`.",
            f"Choose one of {', '.join(f'`{name}`' for name in self.column_names)}.",
        )

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Show the columns, then keys, constraints, indexes and triggers where there are any."""
        columns = tuple(tuple(map(cell, _column_words(column))) for column in self.columns)
        caption = f"table {cell(self.name)}" + (f" ({cell(', '.join(self.options))})" if self.options else "")
        first = Grid(("column", "type", "null", "default", "more"), columns, caption)
        rest = tuple(tuple(map(cell, row)) for row in self.rules)
        return (first, Grid(("rule", "name", "definition"), rest)) if rest else (first,)

    @property
    def rules(self) -> list[tuple[str, str, str]]:
        """Give kind, name and words of the keys, constraints, indexes and triggers."""
        key = [("primary key", self.primary_key.name, self.primary_key.words)] if self.primary_key else []
        kinds: dict[str, tuple[ForeignKey | Unique | Check | Index | Trigger, ...]] = {
            "foreign key": self.foreign_keys,
            "unique": self.uniques,
            "check": self.checks,
            "index": self.indexes,
            "trigger": self.triggers,
        }
        return key + [(kind, part.name, part.words) for kind, parts in kinds.items() for part in parts]


def _join(*words: str) -> str:
    return " ".join(word for word in words if word)


def _column_words(column: Column) -> tuple[str, ...]:
    more = _join(f"COLLATE {column.collation}" if column.collation else "", column.generated, column.comment)
    return column.name, column.type, column.null, column.default or "", more
