"""Rows of one table before and after: what differs is chosen, marked and told, and large tables stay outside."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.values.peek import Choice
from migration_lab.values.peeking import peek
from migration_lab.values.rows import Rows
from migration_lab.values.snapshot import Snapshot
from tests.migration_lab.databases import run

BEFORE = """CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, city TEXT, old TEXT);
    INSERT INTO users VALUES (7, 'Bo', 'Oslo', 'x'), (9, 'Eve', 'Rome', NULL), (17, 'Ada', NULL, 'z');"""
AFTER = """CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, city TEXT, new TEXT);
    INSERT INTO users VALUES (7, 'Bo', 'Oslo', NULL), (17, 'Ada Byron', NULL, 'n'), (18, 'Zoë', 'Bern', NULL);"""


@pytest.fixture
def before(tmp_path: Path) -> Path:
    run(tmp_path / "before.db", BEFORE)
    return tmp_path / "before.db"


@pytest.fixture
def after(tmp_path: Path) -> Path:
    run(tmp_path / "after.db", AFTER)
    return tmp_path / "after.db"


def test_the_rows_that_differ_are_shown_with_what_changed_in_them(before: Path, after: Path) -> None:
    found = peek(Rows.read(before), after, "users")

    assert str(found) == (
        "users: 3 → 3 rows, 1 changed, 1 lost, 1 added; 2 values of old are gone, new is new.\n"
        "row        id    name                   city      - removed old  + added new\n"
        "---------  ----  ---------------------  --------  -------------  -----------\n"
        "           7     'Bo'                   'Oslo'    - 'x'          NULL\n"
        "- lost     - 9   - 'Eve'                - 'Rome'  NULL\n"
        "~ changed  17    ~ 'Ada' → 'Ada Byron'  NULL      - 'z'          + 'n'\n"
        "+ added    + 18  + 'Zoë'                + 'Bern'                 NULL"
    )


@pytest.mark.parametrize(
    ("kind", "signs"),
    [
        ("changed", ["~"]),
        ("lost", ["-"]),
        ("added", ["+"]),
        ("all", ["", "-", "~", "+"]),
        ("differing", ["", "-", "~", "+"]),
    ],
)
def test_one_kind_of_rows_may_be_chosen(before: Path, after: Path, kind: str, signs: list[str]) -> None:
    found = peek(before, after, "users", Choice(kind=kind))

    assert [line.sign for line in found.lines] == signs


def test_only_the_columns_that_changed_are_shown_where_no_row_came_or_went(before: Path, tmp_path: Path) -> None:
    run(tmp_path / "now.db", BEFORE + "UPDATE users SET name = 'Ada Byron' WHERE id = 17;")

    found = peek(before, tmp_path / "now.db", "users")

    assert str(found) == (
        "users: 1 changed, 0 lost, 0 added (3 → 3 rows). 2 more columns, not shown.\n"
        "row        id  name\n"
        "---------  --  ---------------------\n"
        "~ changed  17  ~ 'Ada' → 'Ada Byron'"
    )


def test_chosen_rows_and_columns_are_shown_changed_or_not(before: Path, after: Path) -> None:
    found = peek(before, after, "users", Choice(keys=(7, "17", 99), columns=("name",)))

    assert [(line.sign, line.key) for line in found.lines] == [("", (7,)), ("~", (17,))]
    assert found.columns.names == ("name",)
    assert (
        found.caption
        == "users: 3 → 3 rows, 1 changed, 1 lost, 1 added; 2 values of old are gone, new is new. No row has the key 99."
    )


def test_it_is_two_data_frames_by_key_and_one_with_marks(before: Path, after: Path) -> None:
    found = peek(before, after, "users", Choice(columns=("name", "old", "new")))

    assert found.before.to_dict("index") == {
        7: {"name": "Bo", "old": "x"},
        9: {"name": "Eve", "old": None},
        17: {"name": "Ada", "old": "z"},
    }
    assert found.after.loc[17].to_dict() == {"name": "Ada Byron", "new": "n"}
    assert list(found.marked.columns) == ["row", "name", "- removed old", "+ added new"]
    assert list(found.marked.loc[17]) == ["~ changed", "~ 'Ada' → 'Ada Byron'", "- 'z'", "+ 'n'"]


def test_colour_comes_on_top_of_sign_and_word(before: Path, after: Path) -> None:
    html = peek(before, after, "users", Choice(kind="changed", columns=("name",)))._repr_html_()

    assert html == (
        "<table><caption>users: 3 → 3 rows, 1 changed, 1 lost, 1 added; 2 values of old are gone, new is new.</caption>"
        '<thead><tr><th scope="col">row</th><th scope="col">name</th></tr></thead>'
        '<tbody><tr><td class="migration-lab-changed">~ changed</td>'
        '<td class="migration-lab-changed">~ &#x27;Ada&#x27; → &#x27;Ada Byron&#x27;</td></tr></tbody></table>'
    )


def test_a_table_that_came_has_only_new_rows(tmp_path: Path, after: Path) -> None:
    run(tmp_path / "empty.db", "")

    found = peek(Rows.read(tmp_path / "empty.db"), after, "users", Choice(columns=("name",)))

    assert str(found) == (
        "users: 0 changed, 0 lost, 3 added (no table → 3 rows).\n"
        "row      name\n"
        "-------  -------------\n"
        "+ added  + 'Bo'\n"
        "+ added  + 'Ada Byron'\n"
        "+ added  + 'Zoë'"
    )


def test_rows_without_a_key_are_lost_and_added(tmp_path: Path) -> None:
    run(tmp_path / "a.db", "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (1, 'x'), (2, 'y'), (NULL, 'z');")
    run(tmp_path / "b.db", "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (2, 'w'), (NULL, 'z');")

    found = peek(tmp_path / "a.db", tmp_path / "b.db", "t")

    assert [row[0] + " " + row[2] for row in found.grid.rows] == ["- lost - 'x'", "- lost - 'y'", "+ added + 'w'"]
    assert found.caption == "t: 0 changed, 2 lost, 1 added (4 → 3 rows)."


UGLY = ["<img src=x onerror=alert(1)>", "quo\"te's", "\u202egnol", "😀", "NULL", "", "x" * 10_000, b"\x00\xff", None]


def test_ugly_names_and_values_are_text(tmp_path: Path) -> None:
    name = '<img src=x onerror="alert(1)">'
    quoted = name.replace('"', '""')

    for file, values in (("a.db", ["old"] * len(UGLY)), ("b.db", UGLY)):
        with closing(sqlite3.connect(tmp_path / file)) as connection:
            connection.execute(f'CREATE TABLE "{quoted}" (id INTEGER PRIMARY KEY, "{quoted}")')
            connection.executemany(f'INSERT INTO "{quoted}" VALUES (?, ?)', enumerate(values))
            connection.commit()

    found = peek(tmp_path / "a.db", tmp_path / "b.db", name)

    words = [row[2].removeprefix("~ 'old' → ") for row in found.grid.rows]
    assert words == [
        "'<img src=x onerror=alert(1)>'",
        "'quo\"te''s'",
        r"'\u202egnol'",
        "'😀'",
        "'NULL'",
        "''",
        f"'{'x' * 80}… (10000 characters)'",
        "x'00ff' (2 bytes)",
        "NULL",
    ]
    assert "<img" not in found._repr_html_()
    assert "<img" not in found._repr_markdown_()


def test_of_a_large_table_only_the_first_rows_are_looked_at(tmp_path: Path) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001)"
    run(tmp_path / "a.db", f"CREATE TABLE t (id INTEGER PRIMARY KEY, v); {numbers} INSERT INTO t SELECT i, i FROM n;")
    run(tmp_path / "b.db", f"CREATE TABLE t (id INTEGER PRIMARY KEY, v); {numbers} INSERT INTO t SELECT i, i FROM n;")
    run(tmp_path / "b.db", "DELETE FROM t WHERE id = 1; UPDATE t SET v = 'new' WHERE id IN (5, 9000);")

    found = peek(tmp_path / "a.db", tmp_path / "b.db", "t")
    chosen = peek(tmp_path / "a.db", tmp_path / "b.db", "t", Choice(keys=(9000,)))
    kept = peek(Rows.read(tmp_path / "a.db"), tmp_path / "b.db", "t", Choice(keys=(9000,)))

    assert [(line.sign, line.key) for line in found.lines] == [("-", (1,)), ("~", (5,))]
    assert found.caption == (
        "t: rows not compared one by one (10001 → 10000 rows). "
        "They are too many: the first 20 by key are looked at; choose others by their keys."
    )
    assert chosen.lines[0].cells[1] == (9000, "new")
    assert kept.caption == (
        "t: rows not compared one by one (10001 → 10000 rows). "
        "Of its rows before only the number was kept: they were too many."
    )


def test_more_rows_than_asked_for_are_told(before: Path, after: Path) -> None:
    found = peek(before, after, "users", Choice(most=2))

    assert len(found.lines) == 2
    assert found.note == "The first 2 of 4 rows that differ."


@pytest.mark.parametrize(
    ("kind", "words"),
    [("changed", "2 changed rows"), ("lost", "2 lost rows"), ("added", "2 added rows"), ("all", "6 rows")],
)
def test_how_many_there_are_is_told_of_each_kind(tmp_path: Path, kind: str, words: str) -> None:
    was = run(
        tmp_path / "was.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, x); INSERT INTO t VALUES (1,1),(2,2),(3,3),(4,4);"
    )
    now = run(
        tmp_path / "now.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, x); INSERT INTO t VALUES (3,0),(4,0),(5,5),(6,6);"
    )

    found = peek(was, now, "t", Choice(kind=kind, most=1))

    assert found.note == f"The first 1 of {words}."


def test_where_no_row_came_went_or_changed_there_is_no_column_that_would_say_so(before: Path, tmp_path: Path) -> None:
    run(tmp_path / "now.db", BEFORE + "ALTER TABLE users DROP COLUMN old;")

    found = peek(before, tmp_path / "now.db", "users")

    assert str(found) == (
        "users: 3 → 3 rows, none lost, none added; 2 values of old are gone. 2 more columns, not shown.\n"
        "id  - removed old\n"
        "--  -------------\n"
        "7   - 'x'\n"
        "17  - 'z'"
    )
    assert [len(marks) for marks in found.grid.marks] == [2, 2]


def test_a_snapshot_and_a_state_of_it_are_moments(before: Path, after: Path) -> None:
    kept = Snapshot.read({"primary": before})

    assert peek(kept, after, "users") == peek(kept["primary"], after, "users") == peek(before, after, "users")


WRONG = {
    "table": (
        "user",
        Choice(),
        "There is no table `user`, neither before nor after.\nHint: Choose one of `users`.",
    ),
    "column": (
        "users",
        Choice(columns=("nam",)),
        "Table `users` has no column `nam`, neither before nor after.\n"
        "Hint: Choose one of `id`, `name`, `city`, `old`, `new`.",
    ),
    "key": (
        "users",
        Choice(keys=((1, 2),)),
        "The key of `users` is (id); the number of values in (1, 2) is 2.\n"
        "Hint: Give one value for each column, as a tuple: (<id>).",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_not_there_is_told(before: Path, after: Path, wrong: str) -> None:
    table, choice, words = WRONG[wrong]

    with pytest.raises(LabError) as error:
        peek(before, after, table, choice)

    assert str(error.value) == words


def test_rows_without_a_name_cannot_be_chosen(tmp_path: Path) -> None:
    run(tmp_path / "a.db", "CREATE TABLE t (a);")

    with pytest.raises(LabError) as error:
        peek(tmp_path / "a.db", tmp_path / "a.db", "t", Choice(keys=(1,)))

    assert str(error.value) == (
        "The rows of `t` have no name: there is no primary key, or not the same one before and after.\n"
        "Hint: Leave the keys out to see the rows that differ."
    )
