"""Put one SQLite table together from what its pragmas and its stored text say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from migration_lab.reading.sqlite_ddl import Rule, TableText, parse
from migration_lab.reading.tokens import Token, Words, fold, split, tidy, tokens
from migration_lab.values.parts import Check, Column, ForeignKey, Index, IndexTerm, PrimaryKey, Table, Trigger, Unique

Row = tuple[Any, ...]
_EXPRESSION = -2


@dataclass(frozen=True)
class Names:
    """How the database spells its tables and columns, found by their small letters."""

    tables: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, tuple[str, ...]]
    known: frozenset[str]

    @classmethod
    def of(cls, objects: Iterable[str], columns: Mapping[str, Sequence[Row]]) -> "Names":
        """Gather the names from the rows of `table_xinfo`."""
        by_table = {fold(table): {fold(row[0]): row[0] for row in rows} for table, rows in columns.items()}
        keys = {
            fold(table): tuple(row[0] for row in sorted(rows, key=lambda row: row[4]) if row[4])
            for table, rows in columns.items()
        }
        known = {fold(name) for name in objects} | {name for names in by_table.values() for name in names}
        return cls({fold(table): table for table in columns}, by_table, keys, frozenset(known))

    def spell(self, table: str, column: str) -> str:
        """Write a column's name as its table declares it."""
        return self.columns.get(fold(table), {}).get(fold(column), column)


def is_virtual(sql: str) -> bool:
    """Tell whether this is the text of a virtual table."""
    return sql[:40].upper().startswith("CREATE VIRTUAL")


@dataclass(frozen=True)
class Stored:
    """What the database says about one table.

    Args:
        name: Its name.
        sql: Its text in `sqlite_master`.
        columns: Its rows of `table_xinfo`: name, type, notnull, default, place in the key, hidden.
        indexes: Name, text and rows of `index_xinfo` (unique, place, column, descending, collation) of each index.
        triggers: Its triggers.
    """

    name: str
    sql: str
    columns: Sequence[Row]
    indexes: Sequence[tuple[str, str, list[Row]]] = ()
    triggers: tuple[Trigger, ...] = ()


def build(stored: Stored, names: Names) -> Table:
    """Make the table from what is stored about it and the names in its database."""
    name, rows = stored.name, stored.columns
    if is_virtual(stored.sql):
        columns = tuple(map(_plain_column, rows))
        return Table(name, columns, triggers=stored.triggers, options=(_module(stored.sql),), ddl=stored.sql)
    text = parse(stored.sql)
    columns = _columns(rows, text, names)
    collations = {column.name: column.collation or "BINARY" for column in columns}
    return Table(
        name,
        columns,
        _primary_key(names.keys.get(fold(name), ()), text, names),
        tuple(sorted((_foreign_key(name, rule, names) for rule in _of("FOREIGN KEY", text)), key=_order)),
        tuple(sorted((_unique(name, rule, names) for rule in _of("UNIQUE", text)), key=_order)),
        tuple(sorted((_check(rule, names) for rule in _of("CHECK", text)), key=_order)),
        tuple(_index(index, collations, names) for index in stored.indexes),
        stored.triggers,
        _options(text, names),
        stored.sql,
    )


def _of(kind: str, text: TableText) -> list[Rule]:
    return [rule for rule in text.rules if rule.kind == kind]


def _order(part: ForeignKey | Unique | Check) -> tuple[str, str]:
    return part.name, part.words


def _plain_column(row: Row) -> Column:
    name, kind, not_null, default, *_ = row
    return Column(name, kind, not not_null, default)


def _columns(rows: Sequence[Row], text: TableText, names: Names) -> tuple[Column, ...]:
    facts = {(fold(rule.column), rule.kind): rule for rule in text.rules if rule.column}
    return tuple(_column(row, facts, names) for row in rows)


def _column(row: Row, facts: Mapping[tuple[str, str], Rule], names: Names) -> Column:
    name, kind, not_null, default, *_ = row
    collate = facts.get((fold(name), "COLLATE"))
    generated = facts.get((fold(name), "GENERATED"))
    required = facts.get((fold(name), "NOT NULL"))
    collation = collate.extra[0].upper() if collate else ""
    return Column(
        name,
        kind,
        not not_null,
        None if default is None else tidy(tokens(default), names.known),
        "" if collation == "BINARY" else collation,
        f"GENERATED ALWAYS AS ({tidy(generated.terms[0], names.known)}) {generated.extra[0]}" if generated else "",
        required.extra[0].removeprefix("ON CONFLICT ") if required and required.extra else "",
    )


def _primary_key(columns: tuple[str, ...], text: TableText, names: Names) -> PrimaryKey:
    rules = _of("PRIMARY KEY", text)
    if not columns or not rules:
        return PrimaryKey(columns)
    return PrimaryKey(columns, rules[0].name, _extra(rules[0], names, "AUTOINCREMENT"))


def _unique(table: str, rule: Rule, names: Names) -> Unique:
    return Unique(tuple(names.spell(table, term[0].name) for term in rule.terms), rule.name, _extra(rule, names))


def _extra(rule: Rule, names: Names, *elsewhere: str) -> str:
    """Say what a key has beyond its columns: an order or collation of its own, a conflict rule."""
    terms = [[term[0], *(word for word in term[1:] if word.keyword != "ASC")] for term in rule.terms]
    order = (
        [f"({', '.join(tidy(term, names.known) for term in terms)})"] if any(len(term) > 1 for term in terms) else []
    )
    return " ".join(order + [word for word in rule.extra if word not in elsewhere])


def _check(rule: Rule, names: Names) -> Check:
    return Check(f"CHECK ({tidy(rule.terms[0], names.known)})", rule.name)


def _foreign_key(table: str, rule: Rule, names: Names) -> ForeignKey:
    target = names.tables.get(fold(rule.target), rule.target)
    targets = rule.target_columns or names.keys.get(fold(rule.target), ())
    return ForeignKey(
        tuple(names.spell(table, term[0].name) for term in rule.terms),
        target,
        tuple(names.spell(target, column) for column in targets),
        rule.name,
        rule.on_delete,
        rule.on_update,
        " ".join(rule.extra),
    )


def _index(index: tuple[str, str, list[Row]], collations: Mapping[str, str], names: Names) -> Index:
    name, sql, rows = index
    words = Words(tokens(sql))
    while words.peek() != Token("mark", "(") and next(words, None):
        pass
    written = split(words.bracket())
    where = tidy(words, names.known) if words.take("WHERE") else ""
    terms = tuple(_index_term(row, text, collations, names) for row, text in zip(rows, written, strict=True))
    return Index(name, terms, bool(rows[0][0]), where)


def _index_term(row: Row, written: list[Token], collations: Mapping[str, str], names: Names) -> IndexTerm:
    _, place, column, descending, collation = row
    if place != _EXPRESSION:
        own = collations.get(column, "BINARY")
        return IndexTerm(column, bool(descending), "" if own == collation.upper() else collation.upper())
    if written[-1].keyword in {"ASC", "DESC"}:
        written = written[:-1]
    if len(written) > 2 and written[-2].keyword == "COLLATE":
        written = written[:-2]
    usual = collation.upper() == "BINARY"
    return IndexTerm(tidy(written, names.known), bool(descending), "" if usual else collation.upper())


def _module(sql: str) -> str:
    words = Words(tokens(sql))
    while words.peek().kind != "end" and not words.take("USING"):
        next(words)
    return f"VIRTUAL {tidy(words)}"


def _options(text: TableText, names: Names) -> tuple[str, ...]:
    grows = any("AUTOINCREMENT" in rule.extra for rule in text.rules)
    rest = [tidy(text.unknown, names.known)] if text.unknown else []
    return tuple(sorted([*text.options, *(["AUTOINCREMENT"] if grows else []), *rest]))
