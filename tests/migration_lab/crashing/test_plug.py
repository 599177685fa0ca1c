"""A migration that is ended after a statement: what is left, with the driver's transactions and with our own."""

import sqlite3
from contextlib import closing

import pytest

from migration_lab.crashing import plug
from migration_lab.crashing.deaths import DEATHS, EXCEPTION, POWER_CUT, SIGKILL
from migration_lab.crashing.stop import JOURNAL
from migration_lab.errors import LabError
from migration_lab.lessons.project import ENVIRONMENT
from migration_lab.lessons.workspace import Workspace
from migration_lab.places import ORIGIN
from migration_lab.values.snapshot import Snapshot

TABLE = "+ added table user_contacts (3 columns, 1 unique, 1 foreign key)"
WITH_INDEX = "+ added table user_contacts (3 columns, 1 unique, 1 foreign key, 1 index)"
AGAIN = "table user_contacts already exists"
SAFE = ORIGIN / ENVIRONMENT


def test_the_statements_are_numbered_and_nothing_is_run(lab: Workspace) -> None:
    before = Snapshot.read(lab.databases)

    found = plug.dry_run(lab)

    assert found.caption == "“alembic upgrade head” sends"
    assert [(number, words.split()[0], changed) for number, words, changed in found.rows] == [
        ("1", "CREATE", ""),
        ("2", "CREATE", ""),
        ("", "BEGIN", ""),
        ("3", "INSERT", "999 rows"),
        ("4", "ALTER", ""),
        ("5", "UPDATE", "1 row"),
        ("", "COMMIT", ""),
    ]
    assert Snapshot.read(lab.databases) == before


@pytest.mark.parametrize("death", DEATHS)
def test_what_the_driver_has_committed_stays_however_the_process_ends(lab: Workspace, death: str) -> None:
    stop = plug.pull_the_plug(lab, after=3, by=death)

    assert (stop.stands, stop.schema, stop.rows, stop.again) == (
        "006_index_endpoint_lookup",
        WITH_INDEX,
        "as before",
        AGAIN,
    )
    assert stop.journal == (death in (SIGKILL, POWER_CUT))
    assert not stop.clean


def test_the_first_statements_stay_one_by_one(lab: Workspace) -> None:
    found = plug.every_stop(lab, by=POWER_CUT)

    assert [row[3] for row in found.rows] == [TABLE, WITH_INDEX, WITH_INDEX, WITH_INDEX, WITH_INDEX]
    assert {row[2] for row in found.rows} == {"006_index_endpoint_lookup"}
    assert {row[5] for row in found.rows} == {AGAIN}
    assert "user_contacts" not in lab.schema().table_names


@pytest.mark.parametrize("death", DEATHS)
def test_with_transactional_ddl_nothing_stays(lab: Workspace, death: str) -> None:
    stop = plug.on_a_copy(lab, after=4, by=death, env=SAFE)

    assert stop.clean
    assert (stop.schema, stop.rows, stop.again) == ("as before", "as before", "it runs to its end")
    assert (lab.path / ENVIRONMENT).read_bytes() != SAFE.read_bytes()


def test_a_downgrade_can_be_ended_as_well(lab: Workspace) -> None:
    stop = plug.pull_the_plug(lab, "downgrade", "-1", after=1, by=EXCEPTION)

    assert stop.stands == "006_index_endpoint_lookup"
    assert stop.schema == "- removed index endpoint_configs.ix_endpoint_configs_active_path: (path) WHERE is_active"
    assert stop.again == "no such index: ix_endpoint_configs_active_path"


def test_a_picture_has_all_places(lab: Workspace) -> None:
    stop = plug.pull_the_plug(lab, after=3)

    assert stop.grid.caption == "Stopped after statement 3 of 5 (SIGKILL)"
    assert stop.grid.rows == (
        ("last statement", "INSERT INTO user_contacts (user_id, address) SELECT id, email FROM users …"),
        ("version table", "006_index_endpoint_lookup"),
        ("schema", WITH_INDEX),
        ("rows", "as before"),
        ("beside the file", JOURNAL),
        ("the same command again", AGAIN),
    )


def test_a_statement_that_is_not_there_is_told(lab: Workspace) -> None:
    with pytest.raises(LabError) as caught:
        plug.pull_the_plug(lab, after=6)

    assert str(caught.value) == (
        "There is no statement 6 to stop after: this command sends 5.\n"
        "Hint: `see.crash_lab(lab)` lists them with their numbers."
    )


def test_an_unknown_end_is_told(lab: Workspace) -> None:
    with pytest.raises(LabError) as caught:
        plug.pull_the_plug(lab, after=1, by="lightning")

    assert str(caught.value) == (
        "The crash lab knows no end called 'lightning'.\nHint: Choose one of 'exception', 'SIGKILL', 'power cut'."
    )


def test_a_migration_that_fails_by_itself_is_not_crashed(lab: Workspace) -> None:
    with closing(sqlite3.connect(lab.path / "app.db")) as connection:
        connection.execute("CREATE TABLE user_contacts (id INTEGER)")

    with pytest.raises(LabError) as caught:
        plug.pull_the_plug(lab, after=1)

    assert str(caught.value) == (
        "`alembic upgrade head` fails by itself, before anybody pulls a plug: table user_contacts already exists.\n"
        "Hint: Repair the database or the revision first, then try again."
    )


def test_where_nothing_is_to_be_done_nothing_can_be_stopped(lab: Workspace) -> None:
    lab.alembic("upgrade", "head").raise_for_failure()

    with pytest.raises(LabError) as caught:
        plug.sent(lab)

    assert str(caught.value) == (
        "`alembic upgrade head` sends nothing to stop after: there is nothing to migrate.\n"
        "Hint: Go one revision back first: `%alembic downgrade -1`."
    )
