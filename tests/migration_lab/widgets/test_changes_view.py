"""The view of changes: the strip at once, each tab made when it is opened."""

from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from ipywidgets import HTML, Output, Tab, Widget

from migration_lab import see
from migration_lab.values.snapshot import Changes, Snapshot, changes
from migration_lab.values.statement import Statement
from migration_lab.values.strip import DatabaseChanges
from migration_lab.values.unchanged import Unchanged
from migration_lab.widgets.changes_view import ChangesView
from tests.migration_lab.databases import run

HOSTILE = '<img src=x onerror=alert(1)> "quoted" \u202e😀'
FIRST = """CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, bio BLOB); CREATE INDEX ix_users_name ON users (name);
           INSERT INTO users VALUES (7, 'dup', x'00ff'), (17, 'Ada', NULL);"""
SECOND = f"""DROP INDEX ix_users_name; CREATE TABLE '{HOSTILE}' (id INTEGER PRIMARY KEY, "{"x" * 10_000}" TEXT);
             UPDATE users SET name = '{HOSTILE}' WHERE id = 17; UPDATE users SET bio = NULL;"""


@pytest.fixture
def found(tmp_path: Path) -> Changes:
    """What two databases look like after hostile names and values came in, and the SQL for it."""
    databases = {name: run(tmp_path / f"{name}.db", FIRST) for name in ("primary", "analytics")}
    before = Snapshot.read(databases)
    run(databases["primary"], SECOND)
    run(databases["analytics"], "UPDATE users SET name = 'x'")
    sent = (Statement("BEGIN"), Statement(f"UPDATE users SET name = '{HOSTILE}'", rows=1))
    return changes(before, Snapshot.read(databases), sent)


def tab(view: ChangesView) -> Tab:
    found = next(widget for widget in inside(view.live) if isinstance(widget, Tab))
    assert isinstance(found, Tab)
    return found


def inside(widget: Widget) -> list[Widget]:
    return [widget, *(deeper for child in getattr(widget, "children", ()) for deeper in inside(child))]


def opened(view: ChangesView, title: str) -> str:
    """Open a tab and return its HTML; of a diagram its source."""
    tabs = tab(view)
    tabs.selected_index = tabs.titles.index(title)
    assert view.told.error is None
    shown = inside(tabs.children[tabs.selected_index])
    return "".join(
        widget.value if isinstance(widget, HTML) else widget.outputs[0]["data"]["text/vnd.mermaid"]
        for widget in shown
        if isinstance(widget, HTML | Output)
    )


def test_the_strip_is_there_and_nothing_else_is_made(found: Changes) -> None:
    view = see.changes(found)

    assert str(view) == str(found)
    assert tab(view).titles == ("Side by side", "Rows", "Diagram", "SQL")
    assert tab(view).selected_index is None
    assert all(not page.children for page in tab(view).children)
    strip = [widget.value for widget in inside(view.live) if isinstance(widget, HTML) and "<table>" in widget.value]
    assert len(strip) == 1
    assert '<span class="migration-lab-added">+ added</span>' in strip[0]


def test_each_tab_tells_both_databases(found: Changes) -> None:
    view = ChangesView(found)

    side, rows, diagram, sql = (opened(view, title) for title in ("Side by side", "Rows", "Diagram", "SQL"))

    assert "<caption>users <span" in side
    assert side.endswith("<h4>analytics</h4><p>No table changed its shape.</p>")
    assert rows.count("<td>users</td>") == 2
    assert '<td>users</td><td>2</td><td><span class="migration-lab-changed">~ changed</span></td>' in rows
    assert "erDiagram\n  accTitle: What changed in primary\n" in diagram
    assert diagram.endswith("<h4>analytics</h4><p>No table changed its shape.</p>")
    assert sql.startswith('<pre class="migration-lab-sql">BEGIN;\nUPDATE users SET name = ')


def test_a_tab_is_made_once(found: Changes) -> None:
    view = ChangesView(found)
    opened(view, "Rows")
    before = tab(view).children[1].children
    opened(view, "SQL")

    opened(view, "Rows")

    assert tab(view).children[1].children is before


@pytest.mark.parametrize("title", ["Side by side", "Rows", "Diagram", "SQL"])
def test_hostile_names_and_values_are_text(found: Changes, title: str) -> None:
    shown = opened(ChangesView(found), title)

    assert "<img" not in shown
    assert "\u202e" not in shown
    assert "onerror" in shown or title == "Diagram"
    assert len(shown) < 20_000


def test_a_line_of_nothing_has_its_sql_only(tmp_path: Path) -> None:
    sent = (Statement("CREATE TABLE t (a)"), Statement("ROLLBACK"))

    view = ChangesView(Unchanged(Snapshot.read({"primary": tmp_path / "app.db"}), sent))

    assert str(view) == "no database changed, all was rolled back: there is none yet"
    assert tab(view).titles == ("SQL",)
    assert opened(view, "SQL") == '<pre class="migration-lab-sql">CREATE TABLE t (a);\nROLLBACK;</pre>'


def test_a_database_that_could_not_be_read_has_empty_tabs_that_say_so() -> None:
    view = ChangesView(Changes((DatabaseChanges("primary", problem="It is locked."),)))

    assert opened(view, "Side by side") == "<p>No table changed its shape.</p>"
    assert opened(view, "Rows") == "<p>The rows are not known.</p>"
    assert opened(view, "Diagram") == "<p>No table changed its shape.</p>"
    assert opened(view, "SQL") == "<p>No SQL that changes anything came from this command through SQLAlchemy.</p>"


def test_what_goes_wrong_is_a_sentence(found: Changes) -> None:
    broken = replace(found, statements=(Statement(None),))  # type: ignore[arg-type]
    view = ChangesView(broken)

    tab(view).selected_index = 3

    assert escape("This could not be shown. `AttributeError`")[:24] in view.told.region.value


def test_a_view_is_few_models(found: Changes) -> None:
    """Each is a message to the browser, and a notebook has many views."""
    view = ChangesView(found)

    parts = inside(view.live)
    models = {part for widget in parts for part in (widget, widget.layout, getattr(widget, "style", widget))}
    assert len(models) <= 15
