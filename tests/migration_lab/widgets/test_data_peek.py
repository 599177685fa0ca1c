"""The data peek: what a person chooses is shown, in words first; what goes wrong is a sentence."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from ipywidgets import Button, Dropdown, SelectMultiple, Tab, Text, Widget

from migration_lab import see
from migration_lab.errors import LabError
from migration_lab.values.peek import Choice
from migration_lab.values.rows import Rows
from migration_lab.widgets.data_peek import DataPeek, keys_in
from tests.migration_lab.databases import run

BEFORE = """CREATE TABLE empty (a INTEGER PRIMARY KEY);
    CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, city TEXT);
    INSERT INTO users VALUES (7, 'Bo', 'Oslo'), (9, 'Eve', 'Rome'), (17, 'Ada', NULL);
    CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));
    INSERT INTO posts VALUES (1, 9);"""
LATER = "UPDATE users SET name = 'Ada Byron' WHERE id = 17; DELETE FROM users WHERE id = 9;"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return run(tmp_path / "app.db", BEFORE)


@pytest.fixture
def seen(database: Path) -> DataPeek:
    """What a learner sees who kept the rows, changed some and looks."""
    before = Rows.read(database)
    run(database, LATER)
    return see.rows(before, database)


def field(seen: DataPeek, label: str) -> Widget:
    return next(one for one in parts(seen.live) if getattr(one, "description", "") == label)


def parts(widget: Widget) -> list[Widget]:
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in parts(child))]


def page(seen: DataPeek) -> str:
    (tab,) = (one for one in parts(seen.live) if isinstance(one, Tab))
    return str(tab.children[tab.selected_index].value)


def turn(seen: DataPeek, number: int) -> None:
    (tab,) = (one for one in parts(seen.live) if isinstance(one, Tab))
    tab.selected_index = number


def test_the_words_say_rows_counts_and_orphans_of_the_first_table_that_differs(seen: DataPeek) -> None:
    assert str(seen) == (
        "users: 1 changed, 1 lost, 0 added (3 → 2 rows).\n"
        "row        id   name                   city\n"
        "---------  ---  ---------------------  --------\n"
        "- lost     - 9  - 'Eve'                - 'Rome'\n"
        "~ changed  17   ~ 'Ada' → 'Ada Byron'  NULL\n"
        "\n"
        "users: values by column.\n"
        "column  NULL  different values\n"
        "------  ----  ----------------\n"
        "id      0     ~ 3 → 2\n"
        "name    0     ~ 3 → 2\n"
        "city    1     ~ 2 → 1\n"
        "\n"
        "users: children without their parent, by foreign key.\n"
        "foreign key  child → parent                orphans\n"
        "-----------  ----------------------------  -------\n"
        "declared     posts (user_id) → users (id)  ~ 0 → 1"
    )


def test_the_widget_shows_what_its_words_say(seen: DataPeek) -> None:
    shown = []
    for number in range(3):
        turn(seen, number)
        shown.append(page(seen))

    assert "".join(shown) == seen.face._repr_html_()


def test_every_page_can_be_reached_and_scrolled_by_keyboard(seen: DataPeek) -> None:
    (tab,) = (one for one in parts(seen.live) if isinstance(one, Tab))

    assert [one.tabbable for one in tab.children] == [True, True, True]


def test_every_field_has_a_label(seen: DataPeek) -> None:
    fields = [one for one in parts(seen.live) if isinstance(one, Dropdown | SelectMultiple | Text | Button)]

    assert [one.description for one in fields] == [
        "Table",
        "Rows",
        "or these keys",
        "Read again",
        "Columns (none: those that differ)",
    ]


def test_rows_and_columns_are_chosen(seen: DataPeek) -> None:
    field(seen, "or these keys").value = "7, 17"
    field(seen, "Columns (none: those that differ)").value = ("name",)

    assert [row[1:] for row in seen.peek.grid.rows] == [("'Bo'",), ("~ 'Ada' → 'Ada Byron'",)]
    assert page(seen) == seen.peek._repr_html_()
    assert "2 rows, 1 column shown." in "".join(
        one.value for one in parts(seen.live) if hasattr(one, "value") and "status" in str(one.value)
    )


def test_one_kind_of_rows_is_chosen(seen: DataPeek) -> None:
    field(seen, "Rows").value = "lost"

    assert [line.key for line in seen.peek.lines] == [(9,)]


def test_another_table_brings_its_own_columns_and_forgets_the_keys(seen: DataPeek) -> None:
    field(seen, "or these keys").value = "17"

    field(seen, "Table").value = "posts"

    assert field(seen, "or these keys").value == ""
    assert field(seen, "Columns (none: those that differ)").options == (("id", "id"), ("user_id", "user_id"))
    assert "posts: 0 changed, 0 lost, 0 added (1 → 1 rows). No row to show." in page(seen)


def test_an_open_page_follows_the_table(seen: DataPeek) -> None:
    turn(seen, 2)

    field(seen, "Table").value = "empty"

    assert "empty: no foreign key from it or to it." in page(seen)


def test_read_again_shows_what_happened_since(seen: DataPeek, database: Path) -> None:
    run(database, "UPDATE users SET name = 'Countess' WHERE id = 17; CREATE TABLE late (a);")

    field(seen, "Read again").click()

    assert "~ &#x27;Ada&#x27; → &#x27;Countess&#x27;" in page(seen)
    assert ("late", "late") in field(seen, "Table").options


def test_what_is_shown_is_there_as_data_frames(seen: DataPeek) -> None:
    assert seen.peek.before.loc[17, "name"] == "Ada"
    assert seen.peek.after.loc[17, "name"] == "Ada Byron"
    assert seen.peek.marked.loc[17, "name"] == "~ 'Ada' → 'Ada Byron'"


def test_a_database_that_is_gone_is_told_in_the_widget(seen: DataPeek, database: Path) -> None:
    database.unlink()

    field(seen, "Read again").click()

    assert "There is no database file <code>app.db</code>." in seen.told.region.value


def test_a_table_that_could_not_be_read_is_read_at_the_next_click(seen: DataPeek, database: Path) -> None:
    kept = database.rename(database.with_name("kept.db"))

    field(seen, "Table").value = "posts"
    field(seen, "Rows").value = "all"

    assert page(seen) == "<p>posts could not be read.</p>"
    assert "There is no database file <code>app.db</code>." in seen.told.region.value
    kept.rename(database)
    turn(seen, 1)
    assert "posts: values by column." in page(seen)
    assert "no database file" not in seen.told.region.value
    turn(seen, 0)
    assert "posts: 0 changed, 0 lost, 0 added (1 → 1 rows)." in page(seen)


def test_a_locked_database_is_told_in_the_widget(
    seen: DataPeek, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("migration_lab.reading.sqlite_file.WAIT", 0.01)
    with closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN EXCLUSIVE")

        field(seen, "Table").value = "posts"

        assert "The database <code>app.db</code> is locked" in seen.told.region.value

    field(seen, "Table").value = "empty"
    assert "locked" not in seen.told.region.value


def test_a_key_that_does_not_fit_is_told_in_the_widget(seen: DataPeek) -> None:
    field(seen, "or these keys").value = "(1, 2)"

    assert "The key of <code>users</code> is (id); the number of values in (1, 2) is 2." in seen.told.region.value


def test_a_cell_that_asks_for_what_is_not_there_gets_the_sentence(database: Path, tmp_path: Path) -> None:
    with pytest.raises(LabError, match="There is no table `user`, neither before nor after"):
        see.rows(database, database, "user")

    with pytest.raises(LabError, match="Neither side has any table"):
        see.rows(run(tmp_path / "empty.db", ""), run(tmp_path / "empty.db", ""))


def test_the_choice_of_a_cell_stands_in_the_fields(database: Path) -> None:
    seen = see.rows(database, database, "users", keys=(7, "x"), columns=("city",))

    assert field(seen, "or these keys").value == "7, 'x'"
    assert field(seen, "Columns (none: those that differ)").value == ("city",)
    assert seen.peek.note == "No row has the key x."


def test_hostile_names_are_text_in_every_place(tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)>"
    database = run(tmp_path / "app.db", f'CREATE TABLE "{name}" (id INTEGER PRIMARY KEY, "{name}" TEXT);')

    seen = DataPeek(
        database, run(tmp_path / "b.db", f'CREATE TABLE "{name}" (id INTEGER PRIMARY KEY);'), name, Choice()
    )

    assert all(
        "<img" not in str(getattr(one, "value", "")) for one in parts(seen.live) if not isinstance(one, Dropdown)
    )
    assert not any(getattr(one, "description_allow_html", False) for one in parts(seen.live))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", ()),
        (" 17 , 18", (17, 18)),
        ("ada", ("ada",)),
        ("ada, bo ", ("ada", "bo")),
        ("'a, b'", ("a, b",)),
        ("(1, 'x'), (2, 'y')", ((1, "x"), (2, "y"))),
        ("[1]", ("[1]",)),
        ("__import__('os')", ("__import__('os')",)),
    ],
)
def test_keys_are_read_as_values_never_run(text: str, keys: tuple[object, ...]) -> None:
    assert keys_in(text) == keys


def test_too_many_keys_are_told() -> None:
    with pytest.raises(LabError) as error:
        keys_in(", ".join(map(str, range(201))))

    assert str(error.value) == "201 keys are more than can be looked at.\nHint: Name at most 200."
