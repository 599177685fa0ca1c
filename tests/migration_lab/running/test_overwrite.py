"""What would be written over a revision is found before Alembic runs; whatever is harmless passes."""

from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.running.overwrite import refuse_overwrite
from tests.migration_lab import small_project

DEFAULT = small_project.INI.replace("file_template = %%(rev)s\n", "")
DATED = small_project.INI.replace("%%(rev)s", "%%(year)d_%%(slug)s")
SLUG = small_project.INI.replace("%%(rev)s", "%%(slug)s")


@pytest.mark.parametrize(
    "words",
    [
        "revision --rev-id 001_users",
        "revision --autogenerate --rev-id=001_users -m users",
        "-n alembic revision --rev 001_users",
        "merge heads --rev-id 001_users",
    ],
)
def test_an_id_that_is_taken(root: Path, words: str) -> None:
    with pytest.raises(LabError, match=r"^There is `alembic/versions/001_users\.py` already: "):
        refuse_overwrite(root, words.split())


def test_an_id_that_is_taken_by_a_file_of_another_name(root: Path) -> None:
    (root / "alembic/versions/001_users.py").rename(root / "alembic/versions/first.py")

    with pytest.raises(LabError) as caught:
        refuse_overwrite(root, ["revision", "--rev-id", "001_users"])

    assert caught.value.message == (
        "There is `alembic/versions/first.py` already: it already has the id `001_users`, and an id belongs to one "
        "revision. A revision written over another names itself as the one before it, "
        "and every later command ends in `LoopDetected`. Nothing was written."
    )


def test_an_id_written_with_its_type(root: Path) -> None:
    small_project.write(root, "alembic/versions/second.py", "revision: str = '002_names'\n")

    with pytest.raises(LabError, match=r"second\.py"):
        refuse_overwrite(root, ["revision", "--rev-id", "002_names"])


@pytest.mark.parametrize(
    ("ini", "file", "words"),
    [
        (DEFAULT, "ab1_add_email_to_users.py", ["--rev-id", "ab1", "-m", "Add email, to users!"]),
        (SLUG, "add_email.py", ["-m", "add email"]),
        (SLUG, "a_message_that_is_longer_than_forty_.py", ["-m", "a message that is longer than forty characters"]),
    ],
)
def test_a_file_name_that_is_taken(root: Path, ini: str, file: str, words: list[str]) -> None:
    small_project.write(root, "alembic.ini", ini)
    small_project.write(root, f"alembic/versions/{file}", "")

    with pytest.raises(LabError, match=rf"`alembic/versions/{file}` already: `alembic revision` would write"):
        refuse_overwrite(root, ["revision", *words])


@pytest.mark.parametrize(
    "words",
    [
        "revision --rev-id 002_names",
        "revision -m users",
        "upgrade 001_users",
        "show 001_users",
        "stamp 001_users",
        "",
    ],
)
def test_what_is_harmless_passes(root: Path, words: str) -> None:
    refuse_overwrite(root, words.split())


def test_a_name_with_a_date_in_it_cannot_be_taken(root: Path) -> None:
    small_project.write(root, "alembic.ini", DATED)

    refuse_overwrite(root, ["revision", "-m", "users"])


@pytest.mark.parametrize("ini", ["", "no section", "[alembic]\nfile_template = %%(rev\n", "\N{PILE OF POO}"])
def test_an_ini_file_that_says_nothing_leaves_the_ids(root: Path, ini: str) -> None:
    small_project.write(root, "alembic.ini", ini)

    with pytest.raises(LabError, match="already has the id"):
        refuse_overwrite(root, ["revision", "--rev-id", "001_users"])


def test_a_revision_that_cannot_be_read_as_text_is_no_reason_to_stop(root: Path) -> None:
    (root / "alembic/versions/broken.py").write_bytes(b"\xff\xfe\x00")

    refuse_overwrite(root, ["revision", "--rev-id", "002_names"])
