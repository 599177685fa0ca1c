"""The board of all exercises."""

import dataclasses

from migration_lab.command import LAB
from migration_lab.exercises import catalogue
from migration_lab.progress import board
from migration_lab.progress.board import Board
from migration_lab.progress.record import Record

RENAME = catalogue.find("02.1")
SECOND = dataclasses.replace(RENAME, id="02.2", title="A <second> one")


def test_each_exercise_has_a_line_and_so_has_what_only_the_records_know() -> None:
    records = {
        "02.1": Record("02.1", "done, with a note", 3, 1, solution="seen"),
        "02.2": Record("02.2", "", 2, 0, "your migration raised", "", 2, "asked"),
        "99.1": Record("99.1", "done", 1),
    }

    found = Board((RENAME, SECOND), records, ("Something about the file.",))

    assert found.grid.rows == (
        ("02.1", "Rename without losing data", "done, with a note", "3", "1 of 3", "seen"),
        ("02.2", "A <second> one", "your migration raised", "2", "0 of 3", ""),
        ("99.1", "(not in this version of the lab)", "done", "1", "0", ""),
    )
    assert found.grid.caption == "Something about the file. 1 of 2 exercises are done."
    assert found.next == f"Next: 02.2 A <second> one (`{LAB} check 02.2`)."
    assert "A &lt;second&gt; one" in found._repr_html_()


def test_in_a_terminal_a_long_title_is_folded_and_no_line_is_wider_than_80_columns() -> None:
    long = dataclasses.replace(RENAME, title="A Boolean default that means what it says")
    raised = Record("02.1", "", 12, 3, "your migration raised", solution="seen")

    found = Board((long, SECOND), {"02.1": raised}, ("The file of your progress was made by a newer lab " * 2,))

    assert str(found) == (
        "The file of your progress was made by a newer lab The file of your progress was\n"
        "made by a newer lab  0 of 2 exercises are done.\n"
        "id    exercise                state                  attempts  hints   solution\n"
        "----  ----------------------  ---------------------  --------  ------  --------\n"
        "02.1  A Boolean default that  your migration raised  12        3 of 3  seen\n"
        "      means what it says\n"
        "02.2  A <second> one          not started            0         0 of 3"
    )
    assert len(found.grid.rows) == 2  # in a notebook there is room


def test_before_anything_is_done_the_first_one_is_next() -> None:
    found = Board((RENAME,), {})

    assert found.grid.rows == (("02.1", "Rename without losing data", "not started", "0", "0 of 3", ""),)
    assert found.next == f"Next: 02.1 Rename without losing data (`{LAB} check 02.1`)."


def test_after_all_nothing_is_next() -> None:
    assert Board((RENAME,), {"02.1": Record("02.1", "done", 1)}).next == ""


def test_the_records_of_an_older_id_count_for_the_exercise() -> None:
    renamed = dataclasses.replace(RENAME, aliases=("01.9",))

    found = board.renamed({"01.9": Record("01.9", "done", 2), "02.1": Record("02.1", hints=1)}, (renamed,))

    assert found == {"02.1": Record("02.1", "done", 2, 1)}
