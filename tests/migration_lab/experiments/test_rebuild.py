"""What a batch does to all that stands on a table, and whether its remedy keeps it."""

from dataclasses import replace

import pytest

from migration_lab.experiments.rebuild import NOTHING_TO_DO, fate, fates, kept_and_lost
from migration_lab.experiments.rebuild_parts import KEPT, LOST, PARTS, REBUILD, STOP

RESULTS = (
    ("a view on the table", "Grace Hopper, Ada Byron", "stops: error in view names: no such table: main.people"),
    ("a trigger of another table that names it", "37", "stops: error in trigger hire: no such table: main.people"),
    ("a generated column", "A", 'stops: cannot INSERT into generated column "initial"'),
    ("a trigger", "Ada Byron", "none"),
    ("AUTOINCREMENT", "19", "18"),
    ("COLLATE NOCASE of a column", "17", "none"),
    ("DESC in an index", "DESC", "ASC"),
    ("an index over an expression", "ix_people", "none"),
    ("a CHECK without a name", "refuses it", "takes it"),
    ("UNIQUE written beside a column with a length", "refuses it", "takes it"),
    ("ON DELETE of a foreign key written beside its column", "CASCADE", "NO ACTION"),
    ("UNIQUE with a name", "refuses it", "the same"),
    ("a CHECK with a name", "refuses it", "the same"),
    ("ON DELETE of a foreign key with a name", "CASCADE", "the same"),
    ("WHERE of a partial index", "WHERE age > 18", "the same"),
    ("a default that is an expression", "2025", "the same"),
    ("WITHOUT ROWID", "yes", "the same"),
    ("STRICT", "yes", "the same"),
)


def test_each_part_stops_the_batch_or_is_lost_or_is_kept_as_the_lesson_says() -> None:
    found = tuple((one.part.name, one.before, "the same" if one.survives else one.after) for one in fates())

    assert found == RESULTS
    assert (len(STOP), len(LOST), len(KEPT)) == (3, 8, 7)


@pytest.mark.parametrize("part", [*STOP, *LOST], ids=lambda part: part.name)
def test_each_remedy_keeps_its_part(part) -> None:
    found = fate(part)

    assert found.kept == found.before != found.after


def test_a_remedy_that_does_nothing_is_seen() -> None:
    trigger = next(part for part in LOST if part.name == "a trigger")

    found = fate(replace(trigger, remedy=REBUILD))

    assert (found.kept, found.helped) == ("none", False)
    assert fate(trigger).helped


def test_a_view_leaves_the_table_of_the_batch_behind() -> None:
    assert fate(STOP[0]).leftovers == ("_alembic_tmp_people",)
    assert fate(KEPT[0]).leftovers == ()


def test_table_counts_what_stops_what_is_lost_and_what_is_kept() -> None:
    grid = kept_and_lost()

    assert grid.caption == (
        "18 things that can stand on a table: 3 stop a batch, 8 are lost, 7 are kept; "
        "11 of 11 ways to keep it were seen to do so"
    )
    assert len(grid.rows) == len(PARTS)
    assert {row[4] for row in grid.rows if row[3] == "the same"} == {NOTHING_TO_DO}
    assert NOTHING_TO_DO not in {row[4] for row in grid.rows if row[3] != "the same"}
