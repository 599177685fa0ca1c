"""Where the databases are."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from lab_app.settings import PROJECT, Settings, get_settings, sqlite_url

ROOT = Path(__file__).parents[2]


def test_without_anything_the_databases_are_files_of_the_project() -> None:
    settings = get_settings()

    assert PROJECT == ROOT
    assert make_url(settings.database_url).database == (ROOT / "app.db").as_posix()
    assert make_url(settings.analytics_database_url).database == (ROOT / "analytics.db").as_posix()


def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://ada:p%40ss@db.example/gateway")

    assert get_settings().database_url == "postgresql+asyncpg://ada:p%40ss@db.example/gateway"


def test_a_relative_file_belongs_to_the_project_not_to_the_current_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///data/other.db")

    assert make_url(get_settings().database_url).database == (ROOT / "data" / "other.db").as_posix()


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "sqlite:////abs/lute.db"])
def test_memory_and_absolute_files_stay(url: str) -> None:
    assert make_url(Settings(database_url=url).database_url).database == make_url(url).database


def test_a_dotenv_of_another_folder_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=sqlite+aiosqlite:////somewhere/else.db\n")
    monkeypatch.chdir(tmp_path)

    assert make_url(get_settings().database_url).database == (ROOT / "app.db").as_posix()


def test_a_dotenv_beside_alembic_ini_is_read(project: Path) -> None:
    (project / ".env").write_text("DATABASE_URL=sqlite+aiosqlite:///mine.db\nOTHER=ignored\n")

    program = "from lab_app.settings import get_settings; print(get_settings().database_url)"
    printed = subprocess.run([sys.executable, "-c", program], cwd=project, capture_output=True, text=True, check=True)

    assert make_url(printed.stdout.strip()).database == (project / "mine.db").as_posix()


@pytest.mark.parametrize("name", ["with space", "100%", "a%20b", "ü?x#y", "semi;colon", "quote'"])
def test_a_path_with_special_characters_arrives(tmp_path: Path, name: str) -> None:
    file = tmp_path / name / "app.db"

    assert make_url(sqlite_url(file)).database == file.as_posix()


def test_settings_and_models_are_light() -> None:
    program = "import sys, lab_app.settings, lab_app.models; print('fastapi' in sys.modules, 'alembic' in sys.modules)"

    printed = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ}
    )

    assert printed.stdout.split() == ["False", "False"]
