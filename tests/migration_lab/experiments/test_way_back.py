"""A way back is tried on a copy: one that is the inverse, one that loses rows, one that stops."""

from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.experiments.way_back import round_trip
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace
from migration_lab.values.snapshot import Snapshot

REVISION = '''"""nick"""
import sqlalchemy as sa
from alembic import op

revision = "007_nick"
down_revision = "006_index_endpoint_lookup"


def upgrade() -> None:
    op.create_table("nicks", sa.Column("user_id", sa.Integer, primary_key=True), sa.Column("nick", sa.String(50)))
    op.execute("INSERT INTO nicks SELECT id, full_name FROM users WHERE id <= 4")
    op.drop_column("users", "full_name")


def downgrade() -> None:
    DOWN
    op.drop_table("nicks")
'''
ADD = 'op.add_column("users", sa.Column("full_name", sa.String(120)))'
FILL = '\n    op.execute("UPDATE users SET full_name = (SELECT nick FROM nicks WHERE user_id = users.id)")'


@pytest.fixture
def lab(built_desk: Path) -> Workspace:
    return open_lesson("02_autogenerate")


def lay(lab: Workspace, down: str) -> None:
    lab.alembic("downgrade", "-1").raise_for_failure()
    lab.alembic("upgrade", "head").raise_for_failure()
    (lab.path / "alembic/versions/007_nick.py").write_text(REVISION.replace("DOWN", down), encoding="utf-8")


def test_an_inverse_for_all_rows_is_called_one_and_nothing_is_changed(lab: Workspace) -> None:
    body = ADD + FILL
    lay(lab, body)
    lab.alembic("upgrade", "head").raise_for_failure()
    before = Snapshot.read(lab.databases)

    found = round_trip(lab)

    assert found.caption == "There and back on a copy: the downgrade is the inverse"
    assert found.rows == (
        ("alembic downgrade -1", "at 006_index_endpoint_lookup", "", ""),
        ("alembic upgrade head", "at 007_nick", "equal", "equal"),
    )
    assert Snapshot.read(lab.databases) == before


def test_from_an_older_revision_it_goes_up_first_and_finds_lost_rows(lab: Workspace) -> None:
    lay(lab, ADD)
    before = Snapshot.read(lab.databases)

    found = round_trip(lab)

    assert Snapshot.read(lab.databases) == before
    assert found.caption == "There and back on a copy: the downgrade is NOT the inverse"
    assert [line[0] for line in found.rows] == [
        "alembic upgrade head",
        "alembic downgrade 006_index_endpoint_lookup",
        "alembic upgrade head",
    ]
    assert found.rows[1][2:] == (
        "equal",
        "~ changed 999 rows of users, first: id 1: full_name 'Grace Hopper' → NULL",
    )


def test_a_way_back_that_refuses_is_told_with_its_reason(lab: Workspace) -> None:
    lay(lab, 'raise RuntimeError("no way back")')

    found = round_trip(lab)

    assert found.rows[-1] == (
        "alembic downgrade 006_index_endpoint_lookup",
        "RuntimeError: no way back",
        "equal",
        "equal",
    )
    assert found.caption == "There and back on a copy: the downgrade refuses, and nothing is lost"


def test_a_way_back_that_stops_after_its_first_line_is_told_with_what_it_left(lab: Workspace) -> None:
    lay(lab, ADD + "\n    raise RuntimeError('too late')")

    found = round_trip(lab)

    assert found.caption == "There and back on a copy: the downgrade stops half-way"
    assert found.rows[-1][1:] == (
        "RuntimeError: too late",
        "+ added column users.full_name: VARCHAR(120) NULL",
        "equal",
    )


def test_an_upgrade_that_stops_is_not_called_a_downgrade(lab: Workspace) -> None:
    lay(lab, ADD)
    file = lab.path / "alembic/versions/007_nick.py"
    file.write_text(file.read_text(encoding="utf-8").replace("full_name FROM", "nobody FROM"), encoding="utf-8")

    found = round_trip(lab)

    assert found.caption == "There and back on a copy: the upgrade stops"
    assert len(found.rows) == 1


def test_a_file_that_cannot_be_read_is_told_in_the_words_of_alembic(lab: Workspace) -> None:
    lay(lab, ADD)
    lab.alembic("upgrade", "head").raise_for_failure()
    file = lab.path / "alembic/versions/007_nick.py"
    file.write_text(file.read_text(encoding="utf-8").replace("upgrade() -> None:", "upgrade() -> None"))

    with pytest.raises(LabError) as caught:
        round_trip(lab)

    assert str(caught.value) == (
        "There is no way to try: `alembic current` fails by itself: SyntaxError: expected ':'.\n"
        "Hint: `%alembic current` shows all of it. Repair that first."
    )


def test_from_an_empty_database_it_goes_down_to_the_base(lab: Workspace) -> None:
    (lab.path / "app.db").unlink()

    found = round_trip(lab)

    assert found.rows[1][:2] == ("alembic downgrade base", "at base")
