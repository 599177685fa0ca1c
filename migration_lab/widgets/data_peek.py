"""The data peek: choose a table, rows and columns, and see what became of them."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

from ipywidgets import HTML, Button, Dropdown, HBox, Layout, SelectMultiple, Tab, Text, VBox

from migration_lab.errors import LabError
from migration_lab.grid import cell
from migration_lab.values import column_counts, orphans
from migration_lab.values.moment import Given
from migration_lab.values.peek import MOST, Choice, Peek
from migration_lab.values.peek_face import PeekFace
from migration_lab.values.peeking import first_that_differs, read, tables
from migration_lab.values.rows import SHOWN
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.told import heard

PAGES = ("Before and after", "Counts", "Orphans")
KINDS = {
    "that differ": "differing",
    "changed": "changed",
    "lost": "lost",
    "added": "added",
    "the first ones": "all",
}


class DataPeek(Dressed):
    """The rows of one database at two moments.

    Args:
        before: Any moment of a database: `Rows` kept earlier, a snapshot, a workspace, a file, a URL, an engine.
        after: Likewise.
        table: Which table is shown first; empty: the first one whose rows differ.
        choice: Which rows and columns of it are shown first.

    Attributes:
        peek: What is shown now: its `.before`, `.after` and `.marked` are data frames.

    Raises:
        LabError: There is no such table, column or key, or a side cannot be read.
    """

    def __init__(self, before: Given, after: Given, table: str = "", choice: Choice | None = None) -> None:
        self.sides = (before, after)
        choice = choice or Choice()
        table = table or first_that_differs(before, after)
        self._read = read(before, after, table, choice)
        self.peek: Peek = self._read.peek(choice)
        face = PeekFace(self.peek, column_counts.of(before, after, table), orphans.of(before, after, table))
        self._table = _field(Dropdown(), "Table")
        self._kind = _field(Dropdown(options=KINDS, value=choice.kind), "Rows")
        self._keys = _field(Text(_written(choice), placeholder="17, 18", continuous_update=False), "or these keys")
        self._columns = _field(SelectMultiple(rows=5), "Columns (none: those that differ)")
        self._columns.layout = Layout(width="auto", height="8.5em", min_width="12em", flex_flow="column")
        self._again = Button(description="Read again", tooltip="Read both sides again: something may have changed them")
        self._shown, self._pages = HTML(), tuple(HTML(tabbable=True) for _ in PAGES)
        self._tab = Tab(self._pages, titles=PAGES)
        super().__init__(face, self._laid_out())
        self._offer_tables(table)
        self._offer_columns(choice.columns)
        self._fill(face)
        self._listen()

    @heard
    def refresh(self) -> None:
        """Read both sides again; what was chosen stays chosen as far as it is there."""
        known = tables(*self.sides)
        chosen = self._table.value if self._table.value in known else first_that_differs(*self.sides)
        self._read = read(*self.sides, chosen, self._choice)
        with self._unheard():
            self._offer_tables(chosen)
            self._offer_columns(self._choice.columns)
        for page in self._pages:
            page.value = ""
        self._show()

    def _laid_out(self) -> VBox:
        fields = HBox([self._table, self._kind, self._keys], layout=Layout(flex_flow="row wrap"))
        rows = VBox([fields, HBox([self._again, self._shown], layout=Layout(flex_flow="row wrap"))])
        return VBox([HBox([rows, self._columns], layout=Layout(flex_flow="row wrap")), self._tab])

    @property
    def _fields(self) -> tuple[Any, ...]:
        return (self._table, self._kind, self._keys, self._columns)

    @property
    def _choice(self) -> Choice:
        names = tuple(self._columns.value)
        keys = keys_in(self._keys.value)
        return Choice(keys, names, self._kind.value, max(SHOWN, len(keys)))

    def _listen(self) -> None:
        for field in self._fields:
            field.observe(self._changed, "value")
        self._again.on_click(lambda _: self.refresh())
        self._tab.observe(self._turned, "selected_index")

    @contextmanager
    def _unheard(self) -> Iterator[None]:
        """Set fields without setting anything off."""
        for field in self._fields:
            field.unobserve(self._changed, "value")
        try:
            yield
        finally:
            for field in self._fields:
                field.observe(self._changed, "value")

    @heard
    def _changed(self, change: dict[str, Any]) -> None:
        if self._table.value != self._read.found.table:
            self._open()
        elif self._read.extent != "all" and change["owner"] is self._keys:
            self._read = read(*self.sides, self._table.value, self._choice)
        self._show()

    def _open(self) -> None:
        """Read the table that is chosen; until that succeeds no page shows another one."""
        for page in self._pages:
            page.value = f"<p>{escape(cell(self._table.value))} could not be read.</p>"
        self._read = read(*self.sides, self._table.value)
        for page in self._pages:
            page.value = ""
        with self._unheard():
            self._keys.value = ""
            self._offer_columns(())

    def _offer_tables(self, chosen: str) -> None:
        self._table.options = [(cell(name, 60), name) for name in tables(*self.sides)]
        self._table.value = chosen

    def _offer_columns(self, chosen: tuple[str, ...]) -> None:
        names = self._read.columns.names
        self._columns.options = [(cell(name, 60), name) for name in names]
        self._columns.value = tuple(name for name in chosen if name in names)

    def _show(self) -> None:
        self.peek = self._read.peek(self._choice)
        self._pages[0].value = self.peek._repr_html_()
        self._tell()
        self._turn()

    def _fill(self, face: PeekFace) -> None:
        for page, grid in zip(self._pages, face.grids, strict=True):
            page.value = grid._repr_html_()
        self._tell()

    @heard
    def _turned(self, _: object) -> None:
        if self._table.value != self._read.found.table:  # it could not be read when it was chosen
            self._open()
            self._show()
        self._turn()

    def _turn(self) -> None:
        """Fill the page that is open: what has to be counted is counted when somebody looks."""
        number = self._tab.selected_index or 0
        if number and not self._pages[number].value:
            count = {1: column_counts.of, 2: orphans.of}[number]
            self._pages[number].value = count(*self.sides, self._table.value)._repr_html_()

    def _tell(self) -> None:
        rows, columns = len(self.peek.lines), len(self.peek.columns.names)
        words = f"{rows} {'row' if rows == 1 else 'rows'}, {columns} {'column' if columns == 1 else 'columns'} shown."
        self._shown.value = f'<div role="status" aria-live="polite">{words}</div>'


def keys_in(text: str) -> tuple[object, ...]:
    """Read the keys somebody typed: `17, 18`, `(1, 'x')` for a key of two columns; a word needs no quotes.

    Raises:
        LabError: They are too many.
    """
    try:
        found = ast.literal_eval(f"({text},)") if text.strip() else ()
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        found = tuple(word.strip() for word in text.split(",") if word.strip())
    if len(found) > MOST:
        raise LabError(f"{len(found)} keys are more than can be looked at.", f"Name at most {MOST}.")
    return tuple(key if isinstance(key, (int, float, str, bytes, tuple)) else str(key) for key in found)


def _written(choice: Choice) -> str:
    return ", ".join(map(repr, choice.keys))


def _field(field: Any, label: str) -> Any:
    field.description = label
    field.style.description_width = "initial"
    field.layout = Layout(width="auto", min_width="12em")
    return field
