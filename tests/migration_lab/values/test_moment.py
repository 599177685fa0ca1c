"""Whatever somebody holds is a moment of a database, or a sentence says why not."""

from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.lessons.workspace import Workspace
from migration_lab.values import moment
from migration_lab.values.snapshot import DatabaseState, Snapshot
from tests.migration_lab.databases import run


@pytest.fixture
def lab(tmp_path: Path) -> Workspace:
    run(tmp_path / "app.db", "CREATE TABLE users (id INTEGER PRIMARY KEY); INSERT INTO users VALUES (17);")
    return Workspace("02_autogenerate", tmp_path)


def test_a_workspace_a_snapshot_kept_rows_and_a_file_are_the_same_moment(lab: Workspace) -> None:
    found = []
    for given in (lab, Snapshot.read(lab.databases), lab.rows(), lab.databases["primary"]):
        with moment.opened(given) as one:
            found.append((one.names, one.shapes, one.rows("users"), one.counts("users"), one.some("users", ((17,),))))

    assert found[0][0] == ("users",)
    assert found[0][4] == ((17,),)
    assert all(one == found[0] for one in found)


def test_a_workspace_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError) as error, moment.opened(Workspace("02_autogenerate", tmp_path / "gone")):
        pass

    assert error.value.message == (
        "The workspace `02_autogenerate` is not there (any more), so there is nothing to work on."
    )


def test_a_state_that_could_not_be_read_is_told() -> None:
    state = DatabaseState(exists=True, problem="The database `app.db` is damaged.")

    with pytest.raises(LabError) as error, moment.opened(state):
        pass

    assert str(error.value) == (
        "This moment of the database is not known: The database `app.db` is damaged.\n"
        "Hint: Choose another moment, or read it again."
    )


def test_a_project_without_a_primary_database_is_told() -> None:
    with pytest.raises(LabError) as error, moment.opened(Snapshot((("analytics", DatabaseState()),))):
        pass

    assert str(error.value) == (
        "There is no database called `primary` among `analytics`.\nHint: Hand over one of the databases itself."
    )


def test_what_is_no_database_is_told() -> None:
    with pytest.raises(LabError, match="A database cannot be read through a value of the type `int`"), moment.opened(7):  # type: ignore[arg-type]
        pass


def test_a_schema_is_read_again_only_when_its_text_changed(lab: Workspace) -> None:
    shapes = []
    for more in ("", "INSERT INTO users VALUES (18);", "ALTER TABLE users ADD COLUMN name TEXT;"):
        run(lab.databases["primary"], more)
        with moment.opened(lab) as one:
            shapes.append(one.shapes)

    assert shapes[1] is shapes[0]
    assert shapes[2] is not shapes[0]
    assert shapes[2] is not None
    assert shapes[2][0].column_names == ("id", "name")
