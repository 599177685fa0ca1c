import socket
from pathlib import Path

import pytest

from migration_lab import doctor, edition, trials
from migration_lab.command import LAB
from migration_lab.doctor import AGAIN, UPDATE, Finding, examined
from migration_lab.errors import LabError

GOOD = Finding("Python", True, "Python 3.13.0.")
BAD = Finding("desk", False, "`work` cannot be written to.", "Give yourself the right to write there.")


def test_this_computer_is_examined_completely(desk: Path) -> None:
    findings = doctor.examine()

    assert [finding.name for finding in findings] == list(doctor.CHECKS)
    assert [finding for finding in findings if not finding.ok] == []
    assert doctor.ready_code(findings) == f"READY-{edition.code()}"


def test_there_is_no_code_with_a_problem() -> None:
    assert doctor.ready_code([GOOD]).startswith("READY-")
    assert doctor.ready_code([GOOD, BAD]) == ""


def test_an_error_becomes_a_problem_with_its_next_step() -> None:
    def check() -> str:
        raise LabError(BAD.words, BAD.next_step)

    assert examined("desk", check) == BAD


def test_a_check_that_fails_itself_does_not_stop_the_others() -> None:
    def check() -> str:
        raise ModuleNotFoundError("No module named 'sqlalchemy'")

    words = "This check could not be made: ModuleNotFoundError: No module named 'sqlalchemy'"
    assert examined("kernel", check) == Finding("kernel", False, words, AGAIN)


def test_a_python_too_old_or_too_new_is_a_problem() -> None:
    assert doctor.python((3, 11, 0)) == "Python 3.11.0."
    for version in ((3, 10, 14), (3, 14, 0)):
        with pytest.raises(LabError) as told:
            doctor.python(version)
        dotted = ".".join(map(str, version))
        assert told.value.message == f"This is Python {dotted}; the lab is tested with 3.11, 3.12 and 3.13."
        assert told.value.hint == UPDATE


def test_the_pythons_are_those_of_the_metadata() -> None:
    (first, last), text = doctor.PYTHONS, Path("pyproject.toml").read_text(encoding="utf-8")

    assert f'requires-python = ">={first[0]}.{first[1]},<{last[0]}.{last[1]}"' in text


def test_a_library_of_another_version_is_a_problem() -> None:
    with pytest.raises(LabError) as told:
        doctor.libraries({"alembic": "1.21.0", "sqlalchemy": "2.1.9"}, {"alembic": "1.20.1", "sqlalchemy": "2.1.9"})

    assert told.value.message == "Some are not the versions the lab was tested with: alembic 1.21.0, not 1.20.1."


def test_a_library_that_is_missing_is_a_problem() -> None:
    with pytest.raises(LabError) as told:
        doctor.libraries({"sqlalchemy": "2.1.9"}, {"greenlet": "3.2.0", "sqlalchemy": "2.1.9"})

    assert told.value.message == ("Some are not the versions the lab was tested with: greenlet is missing, not 3.2.0.")


def test_every_pin_for_this_computer_is_compared_not_only_what_the_lab_names_itself() -> None:
    lock = Path("requirements.lock").read_text(encoding="utf-8")
    everywhere = {line.split("==")[0] for line in lock.splitlines() if "==" in line and ";" not in line}

    pinned = edition.pinned()

    assert everywhere | set(edition.required()) <= set(pinned)
    assert {"alembic", "sqlalchemy", "jupyterlab"} <= set(edition.required())
    assert {"greenlet", "numpy", "pyzmq"} <= set(pinned)


def test_a_pin_for_other_computers_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pins = (
        "here==1 ; python_full_version >= '3.11' \\\n    --hash=sha256:0\n"
        "here==2 ; python_full_version < '3.11' \\\n    --hash=sha256:0\n"
        "there==1 ; sys_platform == 'moon'\nanywhere==3\n"
    )
    (tmp_path / "requirements.lock").write_text(pins)
    monkeypatch.setattr(edition, "ORIGIN", tmp_path)

    assert edition.pinned() == {"here": "1", "anywhere": "3"}


@pytest.mark.parametrize(
    ("works", "words"),
    [
        (True, "SQLite 3.50.0 can do DROP COLUMN, concat()."),
        (False, "SQLite 3.50.0 can do DROP COLUMN; not yet concat() (since 3.44), which lessons only mention."),
    ],
)
def test_what_sqlite_can_do_is_said_as_it_was_tried(works: bool, words: str) -> None:
    assert doctor.sqlite("3.50.0", {("DROP COLUMN", "3.35"): True, ("concat()", "3.44"): works}) == words


def test_a_sqlite_that_cannot_drop_columns_is_a_problem() -> None:
    with pytest.raises(LabError) as told:
        doctor.sqlite("3.31.1", {("RENAME COLUMN", "3.25"): True, ("DROP COLUMN", "3.35"): False})

    assert told.value.message == "SQLite 3.31.1 is too old for the lessons. It lacks DROP COLUMN (since 3.35)."


def test_abilities_are_as_documented_for_this_sqlite() -> None:
    here = tuple(map(int, trials.VERSION.split(".")))

    documented = {(what, since): here >= tuple(map(int, since.split("."))) for what, since in trials.ABILITIES}
    assert trials.abilities() == documented


def test_the_desk_is_tried_and_left_empty(tmp_path: Path) -> None:
    home = tmp_path / "desk"

    words = doctor.desk(home)

    assert words == f"`{home}` can be written to, and its disk keeps locks."
    assert list(home.iterdir()) == []


def test_a_desk_that_is_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "desk").touch()

    with pytest.raises(LabError) as told:
        doctor.desk(tmp_path / "desk")

    assert "because there is a file where a folder is needed" in told.value.message


def test_a_full_disk_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(LabError) as told:
        doctor.space(120_000_000, tmp_path)

    assert told.value.message == f"Only 0.1 GB are free for `{tmp_path}`; the lessons need 0.5 GB."
    assert doctor.space(2_000_000_000, tmp_path) == f"2.0 GB are free for `{tmp_path}`."


def test_a_taken_port_is_no_problem() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        words = doctor.port(port)

    assert words.startswith(f"{port} is taken; the lab will use ")


def test_settings_of_a_real_project_are_named_and_ignored() -> None:
    assert doctor.settings({"DATABASE_URL": "postgresql://production"}) == "DATABASE_URL set: ignored by the lab."
    assert doctor.settings({"HOME": "/root"}) == "None set that the lab would have to ignore."


def test_programs_for_tests_are_information_only() -> None:
    assert doctor.extras(Path("/usr/bin/chromium"), None) == (
        f"For developers only. Chromium: found. PostgreSQL: not found, so `{LAB} test` leaves it out."
    )


def test_the_code_is_short_and_the_same_each_time() -> None:
    assert edition.code() == edition.code()
    assert len(edition.code()) == 4
    assert set(edition.code()) <= set(edition.LETTERS)
