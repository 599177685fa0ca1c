"""The SQL of a command seen on a copy: what it sends, which steps a batch takes, and that nothing is left of it."""

from pathlib import Path

import pytest

from migration_lab.experiments.batch_steps import NOT_SENT, sql_before, twelve_steps
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace

REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "007_mine"
down_revision = "006_index_endpoint_lookup"


def upgrade():
    with op.batch_alter_table("user_profiles", recreate="{recreate}") as batch:
        batch.create_unique_constraint("uq_user_profiles_bio", ["{column}"])
        batch.create_index("ix_user_profiles_bio", ["bio"])


def downgrade():
    pass
"""
TAKEN = {2, 4, 5, 6, 7, 8, 11}


@pytest.fixture
def lab(built_desk: Path) -> Workspace:
    return open_lesson("02_autogenerate")


def write(lab: Workspace, *, column: str = "user_id", recreate: str = "always") -> None:
    text = REVISION.format(column=column, recreate=recreate)
    (lab.path / "alembic" / "versions" / "007_mine.py").write_text(text, encoding="utf-8")


def test_the_sql_of_a_batch_is_seen_and_nothing_has_happened(lab: Workspace) -> None:
    write(lab)
    before = lab.schema()

    grid = sql_before(lab, "upgrade", "head")

    sent = [words for _, words, _ in grid.rows]
    assert sent[0].startswith(
        "CREATE TABLE _alembic_tmp_user_profiles (id INTEGER NOT NULL, user_id INTEGER NOT NULL, "
    )
    assert sent[3:6] == [
        "DROP TABLE user_profiles",
        "ALTER TABLE _alembic_tmp_user_profiles RENAME TO user_profiles",
        "CREATE INDEX ix_user_profiles_bio ON user_profiles (bio)",
    ]
    assert grid.rows[2][2] == "1,000 rows"
    assert grid.caption == ""
    assert lab.schema() == before


def test_a_batch_takes_seven_of_the_twelve_steps(lab: Workspace) -> None:
    write(lab)

    grid = twelve_steps(lab, "upgrade", "head")

    assert grid.caption == "7 of 12 steps"
    assert {int(number) for number, _, sent in grid.rows if sent != NOT_SENT} == TAKEN
    assert [sent for _, _, sent in grid.rows if "too late" in sent] == ["BEGIN, too late: after step 4"]


def test_with_transactional_ddl_the_transaction_begins_in_time(lab: Workspace) -> None:
    write(lab)
    lab.bring("alembic/env.py")

    grid = twelve_steps(lab, "upgrade", "head")

    assert [sent for _, _, sent in grid.rows if "too late" in sent] == []
    assert grid.rows[1][2] == "BEGIN IMMEDIATE"


def test_a_command_that_stops_says_why(lab: Workspace) -> None:
    write(lab, recreate="never")

    grid = sql_before(lab, "upgrade", "head")

    assert grid.caption.startswith("it stops: NotImplementedError: No support for ALTER of constraints in SQLite")
    assert twelve_steps(lab, "upgrade", "head").caption.startswith("0 of 12 steps; it stops: NotImplementedError: No ")


def test_a_command_that_sends_nothing_says_so(lab: Workspace) -> None:
    assert sql_before(lab, "current").caption == "nothing that changes anything was sent"
    assert sql_before(lab, "upgrade", "nowhere").caption == (
        "it stops: FAILED: Can't locate revision identified by 'nowhere'"
    )


def test_a_revision_that_python_cannot_read_is_named_with_its_line(lab: Workspace) -> None:
    write(lab)
    file = lab.path / "alembic" / "versions" / "007_mine.py"
    file.write_text(file.read_text(encoding="utf-8").replace("    pass", "    pass)"), encoding="utf-8")

    grid = sql_before(lab, "upgrade", "head")

    assert grid.caption == "it stops: SyntaxError: unmatched ')' (\"alembic/versions/007_mine.py\", line 16)"
    assert grid.rows == ()
