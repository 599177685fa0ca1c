"""The commands that people type, in processes of their own, in a copy of the project whose path is no easy one."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copyfile, copytree, ignore_patterns

import pytest
import sqlalchemy as sa

from migration_lab.values.schema import Schema
from tests.history.stand import ROOT, revisions

DATABASES = {"alembic": (), "analytics": ("-n", "analytics")}
FILES = {"alembic": "app.db", "analytics": "analytics.db"}
both = pytest.mark.parametrize("section", ["alembic", "analytics"])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Copy the project as a lesson does: the service, its history and its configuration."""
    folder = tmp_path / "Ada's project ü; copy"
    for room in ("lab_app", "alembic"):
        copytree(ROOT / room, folder / room, ignore=ignore_patterns("__pycache__"))
    copyfile(ROOT / "alembic.ini", folder / "alembic.ini")
    return folder


@both
def test_every_command_works_from_the_root(project: Path, section: str) -> None:
    head = revisions(section)[-1].revision
    options = DATABASES[section]

    first = alembic(project, *options, "upgrade", "head")
    check = alembic(project, *options, "check")
    current = alembic(project, *options, "current")
    history = alembic(project, *options, "history", "-r", "base:head")
    preview = alembic(project, *options, "upgrade", "head", "--sql")
    down = alembic(project, *options, "downgrade", "base")

    assert [one.returncode for one in (first, check, current, history, preview, down)] == [0] * 6, first.stderr
    assert check.stdout == "No new upgrade operations detected.\n"
    assert current.stdout == f"{head} (head)\n"
    assert len(history.stdout.splitlines()) == len(revisions(section))
    assert preview.stdout.startswith("-- Run this with `sqlite3 -bail FILE < SCRIPT`")
    assert "setting up autogenerate plugin" not in check.stderr
    assert Schema.read(project / FILES[section]).table_names == ()


@both
def test_every_command_works_from_another_folder(project: Path, tmp_path: Path, section: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    done = alembic(elsewhere, "-c", str(project / "alembic.ini"), *DATABASES[section], "upgrade", "head")

    assert done.returncode == 0, done.stderr
    assert (project / FILES[section]).exists()
    assert list(elsewhere.iterdir()) == []


def test_postgresql_is_previewed_with_x_url(project: Path) -> None:
    preview = alembic(project, "-x", "url=postgresql://", "upgrade", "head", "--sql")

    assert preview.returncode == 0, preview.stderr
    assert "id SERIAL NOT NULL" in preview.stdout
    assert list(project.glob("*.db")) == []


def test_the_environments_url_is_used_and_x_url_is_stronger(project: Path, tmp_path: Path) -> None:
    environment = {"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'environment.db'}"}

    alembic(project, "upgrade", "head", **environment)
    alembic(project, "-x", f"url=sqlite:///{tmp_path / 'typed.db'}", "upgrade", "001_initial_schema", **environment)

    assert "user_profiles" in Schema.read(tmp_path / "environment.db")
    assert "user_profiles" not in Schema.read(tmp_path / "typed.db")
    assert list(project.glob("*.db")) == []


def test_a_new_revision_is_named_by_its_id_alone_and_has_no_date(project: Path) -> None:
    alembic(project, "upgrade", "head")

    made = alembic(project, "revision", "-m", "Say something", "--rev-id", "007_say_something")

    assert made.returncode == 0, made.stderr
    assert (project / "alembic" / "versions" / "007_say_something.py").read_text() == (
        '"""Say something\n\nWhat:\nWhy:\nRisk:\nUndo:\n\n'
        'Revision ID: 007_say_something\nRevises: 006_index_endpoint_lookup\n"""\n\n'
        "import sqlalchemy as sa\nfrom alembic import op\n\n"
        "revision = '007_say_something'\ndown_revision = '006_index_endpoint_lookup'\n"
        "branch_labels = None\ndepends_on = None\n\n\n"
        "def upgrade() -> None:\n    pass\n\n\ndef downgrade() -> None:\n    pass\n"
    )


def test_autogenerate_writes_a_revision_that_runs(project: Path) -> None:
    model = project / "lab_app" / "models" / "user.py"
    model.write_text(model.read_text().replace("    created_at:", "    phone: Mapped[str | None]\n    created_at:", 1))
    alembic(project, "upgrade", "head")

    made = alembic(project, "revision", "--autogenerate", "-m", "Add phone", "--rev-id", "007_add_phone")
    up = alembic(project, "upgrade", "head")
    down = alembic(project, "downgrade", "-1")

    assert [one.returncode for one in (made, up, down)] == [0, 0, 0], made.stderr + up.stderr
    assert "phone" not in Schema.read(project / "app.db")["users"].column_names


def test_a_mistyped_path_makes_no_file(project: Path, tmp_path: Path) -> None:
    mistyped = tmp_path / "ap.db"

    current = alembic(project, "-n", "analytics", "-x", f"url=sqlite:///{mistyped}", "current")

    assert current.returncode == 255
    assert current.stdout == (
        f"FAILED: There is no database file `{mistyped}`, and `alembic -n analytics current` does not make one. "
        "Correct the URL, or run `alembic -n analytics upgrade head` to create the database.\n"
    )
    assert not mistyped.exists()


def test_a_missing_folder_ends_in_a_sentence(project: Path, tmp_path: Path) -> None:
    done = alembic(project, "-x", f"url=sqlite:///{tmp_path / 'nowhere' / 'x.db'}", "upgrade", "head")

    assert done.returncode == 255
    assert done.stdout == (
        f"FAILED: There is no folder `{tmp_path / 'nowhere'}` for the database file `x.db`, and Alembic does not make "
        "one. Correct the URL, or make the folder, then run the same command again.\n"
    )
    assert "Traceback" not in done.stderr


def test_a_section_that_the_ini_file_has_not_is_refused_by_alembic_itself(project: Path) -> None:
    done = alembic(project, "-n", "reports", "current")

    assert done.returncode == 255
    assert "No 'script_location' key found in configuration" in done.stdout


def test_a_section_that_only_the_ini_file_knows_is_named(project: Path) -> None:
    with (project / "alembic.ini").open("a") as ini:
        ini.write("\n[reports]\nscript_location = %(here)s/alembic\npath_separator = os\n")

    done = alembic(project, "-n", "reports", "current")

    assert done.returncode == 255
    assert done.stdout == (
        "FAILED: `-n reports` names no database of this project. Choose one of: alembic, analytics.\n"
    )


def test_three_migrators_at_once_migrate_once(project: Path) -> None:
    errors = at_once(project, "upgrade", "head")

    assert errors == ["", "", ""]
    assert alembic(project, "current").stdout == "006_index_endpoint_lookup (head)\n"


@pytest.mark.postgres
@pytest.mark.parametrize("driver", ["postgresql+psycopg", "postgresql+asyncpg"])
def test_three_migrators_at_once_migrate_once_on_postgresql(project: Path, fresh_url: str, driver: str) -> None:
    url = f"url={sa.make_url(fresh_url).set(drivername=driver)}"

    errors = at_once(project, "-x", url, "upgrade", "head")

    assert errors == ["", "", ""]
    assert alembic(project, "-x", url, "current").stdout == "006_index_endpoint_lookup (head)\n"


def test_the_seed_runs_in_the_copy_and_fills_the_copy(project: Path) -> None:
    alembic(project, "upgrade", "head")

    done = subprocess.run(
        [sys.executable, "-m", "lab_app.seed"], cwd=project, env=clean(), capture_output=True, text=True, check=True
    )

    assert done.stdout == (
        "primary: 24 users, 74 endpoint configs, 24 user profiles in `app.db`\n"
        "analytics: no tables in `analytics.db` yet, run `alembic -n analytics upgrade head` first\n"
    )


def at_once(folder: Path, *arguments: str) -> list[str]:
    """Start the same command three times before the first can end; return what went wrong in each."""
    command = [sys.executable, "-m", "alembic", *arguments]
    started = [
        subprocess.Popen(command, cwd=folder, env=clean(), stderr=subprocess.PIPE, encoding="utf-8") for _ in range(3)
    ]
    errors = [one.communicate()[1] for one in started]
    return [error if one.returncode else "" for one, error in zip(started, errors, strict=True)]


def alembic(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Alembic in a folder, as `alembic ...` does."""
    command = [sys.executable, "-m", "alembic", *arguments]
    return subprocess.run(
        command, cwd=folder, env=clean() | environment, capture_output=True, check=False, encoding="utf-8"
    )


def clean() -> dict[str, str]:
    """Return the environment without settings of the service, with UTF-8 for what is printed."""
    return {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")} | {
        "PYTHONUTF8": "1"
    }
