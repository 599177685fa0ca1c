"""The ways out of "Can't locate revision": what each says, keeps and leaves behind."""

from migration_lab.experiments import history_unknown

LOST = "FAILED: Can't locate revision identified by '002_try_nickname'"
LEFT = "no: + users.nickname"
TWICE = "duplicate column name: nickname"


def test_each_way_out_costs_what_the_lesson_tells():
    grid = history_unknown.ways_out()

    assert [row[1:] for row in grid.rows] == [
        (LOST, "1,001", "1,000", LEFT, "runs"),
        (LOST, "1,001", "1,000", LEFT, "runs"),
        (LOST, "1,001", "1,000", LEFT, "runs"),
        ("001 (head)", "1,001", "0", "yes", "runs"),
        ("002_try_nickname (head)", "1,001", "1,000", "yes", "runs"),
        ("001 (head)", "1,001", "1,000", LEFT, TWICE),
        ("001 (head)", "1,001", "1,000", LEFT, TWICE),
        ("001 (head)", "1,001", "0", "yes", "runs"),
        ("001 (head)", "1,000", "0", "yes", "runs"),
        ("001 (head)", "0", "0", "yes", "runs"),
    ]
    assert [row[0] for row in grid.rows] == [way.name for way in history_unknown.WAYS]
