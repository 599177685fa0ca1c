"""Tables and what they point to, as a mermaid ER diagram: a small schema whole, or one table's neighbourhood."""

import re
from collections.abc import Collection, Iterator, Sequence

from migration_lab.drawing.diagram import Diagram
from migration_lab.drawing.marks import NAMES, STYLES, Mark, Marks
from migration_lab.drawing.mermaid import LOOK, quoted, text
from migration_lab.grid import cell
from migration_lab.values.parts import Column, ForeignKey, Table

MOST = 12  # tables in one picture: more cannot be read at the width of a notebook
COLUMNS = 24  # columns in one box
NAMED = 12  # names in one sentence
_PLAIN = re.compile(r"[A-Za-z0-9_]{1,40}\Z")


def draw(
    tables: Sequence[Table], *, title: str, marks: Marks | None = None, brief: Collection[str] = (), most: int = MOST
) -> Diagram:
    """Draw tables, their columns and the foreign keys between them.

    Args:
        tables: What to draw, the most important first: those beyond `most` are only named.
        title: What the picture shows, in a few words.
        marks: What is pointed at, by sign, word and colour.
        brief: Names of the tables of which only keys and marked columns are drawn.
        most: How many tables are drawn.
    """
    marks = marks or Marks()
    shown, rest = sorted(tables[:most], key=lambda table: table.name), tables[most:]
    ids = {table.name: _id(number, table.name) for number, table in enumerate(shown)}
    arrows = [(table, key) for table in shown for key in table.foreign_keys if key.target in ids]
    words = _words(shown, arrows, marks, [table.name for table in rest])
    lines = [LOOK, "erDiagram", f"  accTitle: {text(title, 200)}", f"  accDescr: {text(words, 2000)}", "  direction LR"]
    for table in shown:
        lines += _box(table, ids[table.name], marks, table.name in brief)
    lines += [_arrow(table, key, ids, marks) for table, key in arrows if key.target != table.name]
    lines += [f"  classDef {NAMES[sign]} {STYLES[sign]}" for sign in marks.signs]
    return Diagram("\n".join(lines), f"{cell(title)}\n{words}")


def _id(number: int, name: str) -> str:
    return f"t_{name}" if _PLAIN.match(name) else f"t{number}"


def _box(table: Table, identity: str, marks: Marks, brief: bool) -> list[str]:
    mark = marks.tables.get(table.name)
    label = cell(table.name, 40) + (f" ({mark.words})" if mark and mark.sign != "*" else "")
    head = f"  {identity}[{quoted(label, 80)}]" + (f":::{NAMES[mark.sign]}" if mark else "")
    rows = [*_rows(table, marks, brief), *_rules(table.name, marks)]
    return [f"{head} {{", *rows, "  }"] if rows else [head]


def _rows(table: Table, marks: Marks, brief: bool) -> list[str]:
    chosen = [column for column in table.columns if not brief or _is_key(table, column.name, marks)]
    first = chosen[:COLUMNS]
    first += [column for column in chosen[COLUMNS:] if (table.name, column.name) in marks.columns]
    rows = [_row(table, column, marks.columns.get((table.name, column.name))) for column in first]
    hidden = len(table.columns) - len(first)
    if hidden:
        rows.append(f"    `…` `{hidden} more {'column' if hidden == 1 else 'columns'}`")
    return rows


def _row(table: Table, column: Column, mark: Mark | None) -> str:
    keys = ",".join(word for word, names in _keys(table).items() if column.name in names)
    notes = [_own(table, column.name), mark.words if mark else ""]
    note = f" {quoted(', '.join(filter(None, notes)), 80)}" if any(notes) else ""
    kind, name = (text(word) or text('""') for word in (column.type or "no type", column.name))
    return f"    `{kind}` `{name}`" + (f" {keys}" if keys else "") + note


def _own(table: Table, column: str) -> str:
    """Say in words that a column points to its own table: mermaid's arrow for it leaves the picture."""
    own = [key for key in table.foreign_keys if key.target == table.name and column in key.columns]
    return "points to this table" if own else ""


def _rules(name: str, marks: Marks) -> Iterator[str]:
    for kind, rule, mark in marks.rules.get(name, ()):
        yield f'    `{text(kind)}` `{text(rule or "no name")}` "{text(mark.words, 80)}"'


def _keys(table: Table) -> dict[str, set[str]]:
    uniques = [unique.columns for unique in table.uniques]
    uniques += [index.columns for index in table.indexes if index.unique and not index.where]
    return {
        "PK": set(table.primary_key.columns),
        "FK": {column for key in table.foreign_keys for column in key.columns},
        "UK": {columns[0] for columns in uniques if len(columns) == 1},
    }


def _is_key(table: Table, column: str, marks: Marks) -> bool:
    keys = _keys(table)
    return column in keys["PK"] | keys["FK"] or (table.name, column) in marks.columns


def _arrow(table: Table, key: ForeignKey, ids: dict[str, str], marks: Marks) -> str:
    """Draw one parent and its children; `o` where there may be none."""
    parent = "|o" if any(table[name].nullable for name in key.columns if name in table) else "||"
    child = "o|" if _is_single(table, key) else "o{"
    mark = marks.foreign_keys.get((table.name, key.columns))
    label = ", ".join(key.columns) + (f" {mark.words}" if mark else "")
    return f"  {ids[key.target]} {parent}--{child} {ids[table.name]} : {quoted(label)}"


def _is_single(table: Table, key: ForeignKey) -> bool:
    """Tell whether a parent has one such child at most."""
    uniques = [unique.columns for unique in table.uniques] + [table.primary_key.columns]
    return set(key.columns) in [set(columns) for columns in uniques]


def _words(
    shown: Sequence[Table], arrows: Sequence[tuple[Table, ForeignKey]], marks: Marks, rest: Sequence[str]
) -> str:
    boxes = [_named(table.name, marks.tables.get(table.name)) for table in shown]
    lines = [f"Tables: {_listed(boxes)}." if boxes else "No tables."]
    points = [_pointing(table, key, marks) for table, key in arrows]
    lines += [f"Foreign keys: {_listed(points)}."] if points else []
    changed = [f"{cell(f'{table}.{name}')} {mark.words}" for (table, name), mark in marks.columns.items()]
    lines += [f"Columns: {_listed(changed)}."] if changed else []
    rules = [
        f"{kind} {cell(name)} of {cell(table)} {mark.words}"
        for table, all_ in marks.rules.items()
        for kind, name, mark in all_
    ]
    lines += [f"Rules: {_listed(rules)}."] if rules else []
    lines += [f"Not drawn: {_listed([cell(name) for name in rest])}."] if rest else []
    return " ".join(lines)


def _pointing(table: Table, key: ForeignKey, marks: Marks) -> str:
    mark = marks.foreign_keys.get((table.name, key.columns))
    return _named(f"{table.name}.{', '.join(key.columns)} → {key.target}", mark)


def _named(name: str, mark: Mark | None) -> str:
    return cell(name) + (f" {mark.words}" if mark else "")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
