"""The state of a lesson's databases in a few tables: where they stand, the last change, tables, revisions."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.values.inspection import Inspection
from migration_lab.values.last_change import LastChange

REVISION = '''"""{message}"""
revision = "{revision}"
down_revision = {down}
'''


class Project:
    """A database and a folder with two revisions."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "app.db"
        self.versions = folder / "versions"
        self.versions.mkdir()
        self.revise("001", None, "Create users.")
        self.revise("002", "001", "Create parts.")
        self.run("CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('001')")
        self.run("CREATE TABLE users (id INTEGER PRIMARY KEY)", "INSERT INTO users VALUES (17)")

    def revise(self, revision: str, down: str | None, message: str) -> None:
        words = REVISION.format(revision=revision, down=repr(down), message=message)
        (self.versions / f"{revision}.py").write_text(words, encoding="utf-8")

    def run(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.database)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def inspect(self) -> Inspection:
        return Inspection.read({"primary": self.database}, {"primary": self.versions})


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


FACE = """\
Where the databases stand
database  revision  pending  tables  rows
--------  --------  -------  ------  ----
primary   001       1        1       1

last change
---------------------------------------------------------------------
none yet: it stands here after the next %alembic upgrade or downgrade

primary: sqlite schema
kind   name   parts
-----  -----  --------
table  users  1 column

primary: revisions, the first one on top
revision  follows  message        mark
--------  -------  -------------  ---------------
001       (base)   Create users.  primary is here
002       001      Create parts.  head, pending"""


def test_the_face_tells_everything_in_tables(project: Project) -> None:
    assert str(project.inspect()) == FACE


def test_it_names_its_lesson(project: Project) -> None:
    shown = project.inspect().told("02_<b>", LastChange())

    assert shown.sentence == "02_<b>: primary at 001, 1 pending"
    assert str(shown).startswith("Where the databases of 02_<b> stand\n")
    assert "<caption>Where the databases of 02_&lt;b&gt; stand</caption>" in shown._repr_html_()


def test_a_change_is_shown_until_the_next_one(project: Project) -> None:
    first = LastChange(project.inspect().databases)
    project.run("CREATE TABLE parts (id INTEGER PRIMARY KEY)", "UPDATE alembic_version SET version_num = '002'")

    now = project.inspect().told("", first)

    assert [row[1:] for row in now.last.rows] == [("revision", "001 → 002"), ("+ added", "table parts (1 column)")]
    assert project.inspect().told("", first).last == now.last


def test_at_base_nothing_has_run(project: Project) -> None:
    project.run("DELETE FROM alembic_version")

    assert project.inspect().sentence == "primary at base, nothing has run, 2 pending"


def test_an_edited_revision_file_is_read_again(project: Project) -> None:
    project.inspect()
    project.revise("003", "002", "Create orders.")

    assert [row[0] for row in project.inspect().history("primary").rows] == ["001", "002", "003"]


def test_a_dropped_database_is_told(project: Project) -> None:
    project.database.unlink()

    assert project.inspect().sentence == "primary: no file yet"
    assert project.inspect().stands.rows == (("primary", "no file yet", "2", "0", "0"),)


def test_a_damaged_database_is_told(project: Project) -> None:
    project.database.write_bytes(b"no database at all, but long enough to be read as one" * 40)

    sentence = project.inspect().sentence

    assert sentence == (
        "primary: The file app.db is not a SQLite database, or it is encrypted (file is not a database)."
    )


def test_a_database_at_a_revision_without_a_file_is_told(project: Project) -> None:
    project.run("UPDATE alembic_version SET version_num = '00x'")

    assert project.inspect().sentence == "primary at 00x, ? pending"


def test_what_is_pending_behind_a_broken_file_is_not_counted(project: Project) -> None:
    project.revise("003", "002", "Create orders.")
    project.run("UPDATE alembic_version SET version_num = '003'")
    (project.versions / "002.py").write_text("def upgrade( -> None", encoding="utf-8")

    assert project.inspect().sentence == "primary at 003, ? pending"


def test_a_folder_that_is_gone_is_an_empty_history(project: Project) -> None:
    for file in project.versions.iterdir():
        file.unlink()
    project.versions.rmdir()

    assert project.inspect().history("primary").rows == (
        ("001", "?", "no file has this revision", "primary is here, no file"),
    )
