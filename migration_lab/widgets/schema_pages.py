"""What the schema browser shows of one table or view, page by page; each is read when somebody looks at it."""

from dataclasses import dataclass
from html import escape
from typing import Any

from migration_lab.drawing import neighbourhood
from migration_lab.drawing.er_diagram import MOST
from migration_lab.grid import Grid, cell
from migration_lab.reading import bounded_counts, first_rows, stored_text
from migration_lab.reading.source import Source, reading
from migration_lab.values import column_list, neighbours
from migration_lab.values.catalogue import Catalogue
from migration_lab.values.parts import Table, View

LONGEST_TEXT = 20_000  # letters of SQL


@dataclass(frozen=True)
class Page:
    """HTML, and a diagram below it where there is one."""

    html: str
    diagrams: tuple[dict[str, Any], ...] = ()


def columns(source: Source, catalogue: Catalogue, name: str) -> Page:
    """Show the columns."""
    part = catalogue.parts[name]
    if isinstance(part, Table):
        return Page(column_list.of_table(part)._repr_html_())
    with reading(source) as connection:
        return Page(column_list.of_view(part, first_rows.view_columns(connection, name))._repr_html_())


def rules(source: Source, catalogue: Catalogue, name: str) -> Page:
    """Show keys, constraints, indexes and triggers."""
    part = catalogue.parts[name]
    if isinstance(part, View):
        found = tuple((("trigger", cell(trigger.name), cell(trigger.words))) for trigger in part.triggers)
    else:
        found = tuple((kind, rule, words) for grid in part.grids[1:] for kind, rule, words in grid.rows)
    caption = f"Rules of {cell(name)}" if found else f"{cell(name)} has no keys, constraints, indexes or triggers"
    return Page(Grid(("rule", "name", "definition"), found, caption)._repr_html_())


def around(source: Source, catalogue: Catalogue, name: str) -> Page:
    """Show who points to whom, in words and drawn."""
    found = neighbours.of(catalogue.schema, name)
    if name not in catalogue.schema:
        return Page(found.grid._repr_html_())
    drawn, every = neighbourhood.around(catalogue.schema, found).output, len(found.tables)
    note = f"<p>{MOST - 1} of its {every:,} neighbours are drawn: more cannot be read.</p>" if every >= MOST else ""
    return Page(found.grid._repr_html_() + note, (drawn,))


def rows(source: Source, catalogue: Catalogue, name: str) -> Page:
    """Show the first rows, as pandas does."""
    part = catalogue.parts[name]
    with reading(source) as connection:
        found = first_rows.read(connection, name, part.primary_key.columns if isinstance(part, Table) else ())
        counted = catalogue.counts.get(name)
        if counted is None and isinstance(part, Table):
            counted = bounded_counts.of(connection, [name])[name]
    said = bounded_counts.words(counted) if counted is not None else f"{len(found.values)} rows"
    title = f"The first {len(found.values)} of {said} of {cell(name)}" if found.more else f"{cell(name)}: {said}"
    return Page(_table(found, title))


def text(source: Source, catalogue: Catalogue, name: str) -> Page:
    """Show the SQL that makes it again."""
    with reading(source) as connection:
        lines = stored_text.of(connection, catalogue.parts[name]).split("\n")
    sql = "\n".join(cell(line.rstrip("\r").replace("\t", "    "), LONGEST_TEXT) for line in lines)
    return Page(f"<p>{escape(f'The SQL that makes {cell(name)}')}</p><pre>{escape(sql)}</pre>")


def everything(source: Source, catalogue: Catalogue, name: str) -> Page:
    """Show the whole schema drawn, where it is small enough to be read."""
    drawn, schema = neighbourhood.whole(catalogue.schema), catalogue.schema
    items = tuple(tuple(map(cell, (item.kind, item.name, item.words))) for item in schema.items)
    beside = Grid(("kind", "name", "definition"), items, "Beside tables and views")._repr_html_() if items else ""
    if drawn is not None:
        return Page(f"<p>{escape(catalogue.title)}</p>{beside}", (drawn.output,))
    words = f"{len(schema.tables):,} tables are too many for one picture; up to {MOST} can be read."
    return Page(f"<p>{escape(words)} Search for a table, and look at Neighbours.</p>{beside}")


PAGES = {
    "Columns": columns,
    "Rules": rules,
    "Neighbours": around,
    "First rows": rows,
    "DDL": text,
    "All tables": everything,
}


def frame(source: Source, catalogue: Catalogue, name: str) -> Any:
    """Give the first rows as a pandas DataFrame, values as they are."""
    import pandas as pd

    part = catalogue.parts[name]
    with reading(source) as connection:
        found = first_rows.read(connection, name, part.primary_key.columns if isinstance(part, Table) else ())
    return pd.DataFrame(list(found.values), columns=list(found.columns))


def _table(found: first_rows.FirstRows, caption: str) -> str:
    import pandas as pd

    words = pd.DataFrame(
        [[cell(value) for value in row] for row in found.values], columns=list(map(cell, found.columns))
    )
    with pd.option_context("display.max_colwidth", None):
        html: str = words.to_html(index=False, border=0, max_cols=None, max_rows=None)
    html = html.replace("<th>", '<th scope="col">')
    return html.replace("  <thead>", f"  <caption>{escape(caption)}</caption>\n  <thead>", 1)
