"""The SQL of one revision, rendered by the project's own env.py, without a database, a driver or a server."""

import shutil
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.running import offline_sql
from migration_lab.running.offline_project import OfflineProject, around
from migration_lab.running.offline_sql import Dialect, Script, render, require
from migration_lab.running.runner import Runner
from tests.migration_lab import small_project
from tests.repository import ROOT

AS_MOST_TEAMS = ROOT / "notebooks" / "start" / "02_autogenerate" / "alembic" / "env.py"
LIVE = "look at its operations instead, or run it with `%alembic upgrade`: there it has its database."
WITHOUT_DRIVERS = "import sys\nsys.modules.update(dict.fromkeys(['psycopg', 'psycopg2', 'asyncpg']))\n"
URLS = {"sqlite": "sqlite+aiosqlite://", "postgresql": "postgresql+asyncpg://"}


@pytest.fixture(scope="module", params=["safe", "as most teams have it"])
def lab(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the lab's project, with each of its two env.py."""
    root = tmp_path_factory.mktemp("project") / "lab"
    for part in ("lab_app", "alembic"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "alembic.ini", root)
    if request.param != "safe":
        shutil.copy(AS_MOST_TEAMS, root / "alembic" / "env.py")
    return root


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    ("section", "down", "revision"),
    [
        ("alembic", "001_initial_schema", "002_add_user_profiles"),
        ("alembic", "002_add_user_profiles", "003_migrate_user_data"),
        ("analytics", "a002_daily_usage", "a003_fill_daily_usage"),
    ],
)
def test_it_is_what_the_real_command_prints(
    dialect: Dialect, section: str, down: str, revision: str, lab: Path
) -> None:
    rendered = render(OfflineProject(lab, section=section), revision, dialect)

    start = ("-n", section, "-x", f"url={URLS[dialect]}")
    upgrade = Runner(lab).alembic(*start, "upgrade", f"{down}:{revision}", "--sql")
    downgrade = Runner(lab).alembic(*start, "downgrade", f"{revision}:{down}", "--sql")
    assert [rendered.upgrade.sql, rendered.downgrade.sql] == [
        _statements(upgrade.output),
        _statements(downgrade.output),
    ]
    assert (rendered.upgrade.problem, rendered.downgrade.problem) == ("", "")
    assert list(lab.glob("*.db")) == []


def _statements(output: str) -> str:
    return "\n".join(line for line in output.splitlines() if not line.startswith("INFO ")).strip()


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_every_revision_of_the_lab_is_rendered_in_both_directions(dialect: Dialect, lab: Path) -> None:
    files = [*lab.glob("alembic/versions/*.py"), *lab.glob("alembic/analytics/*.py")]

    sections = {file.stem: "analytics" if file.parent.name == "analytics" else "alembic" for file in files}
    found = {name: render(OfflineProject(lab, section=section), name, dialect) for name, section in sections.items()}

    wrong = {name: one.problem for name, one in found.items() if one.upgrade.problem or one.downgrade.problem}
    assert (len(files) > 8, wrong) == (True, {})


@pytest.fixture
def project(root: Path) -> OfflineProject:
    env = root / "alembic" / "env.py"
    env.write_text(WITHOUT_DRIVERS + env.read_text(encoding="utf-8"), encoding="utf-8")
    return OfflineProject(root)


def test_the_two_dialects_differ_and_no_driver_is_needed(project: OfflineProject) -> None:
    sqlite, postgresql = (render(project, "001_users", dialect) for dialect in ("sqlite", "postgresql"))

    assert "    id INTEGER NOT NULL, " in sqlite.upgrade.sql
    assert "    id SERIAL NOT NULL, " in postgresql.upgrade.sql
    assert str(postgresql).startswith("-- upgrade\nBEGIN;\n\nCREATE TABLE alembic_version (")


def test_no_database_is_made_or_touched(project: OfflineProject) -> None:
    before = sorted(project.root.rglob("*.db"))

    render(project, "001_users", "sqlite")

    assert (before, sorted(project.root.rglob("*.db"))) == ([], [])


def test_a_merge_is_rendered_alone(project: OfflineProject) -> None:
    for name, down in (("left", "'001_users'"), ("right", "'001_users'"), ("merge", "('left', 'right')")):
        text = small_project.REVISION.format(
            message=name, revision=name, down=down, upgrade=f'op.execute("SELECT {name!r}")', downgrade="pass"
        )
        small_project.write(project.root, f"alembic/versions/{name}.py", text)

    merge = render(project, "merge", "sqlite")

    assert merge.upgrade.sql == (
        "-- Running upgrade left, right -> merge\n\n"
        "SELECT 'merge';\n\n"
        "DELETE FROM alembic_version WHERE alembic_version.version_num = 'left';\n\n"
        "UPDATE alembic_version SET version_num='merge' WHERE alembic_version.version_num = 'right';"
    )
    assert "'right'" in merge.downgrade.sql


@pytest.mark.parametrize(
    ("upgrade", "problem", "hint"),
    [
        (
            'with op.batch_alter_table("users", recreate="always") as batch:\n    batch.drop_column("name")',
            "Batch mode builds `users` anew and must look at the table first: without a database there is none to"
            " look at.",
            "hand the table over: `op.batch_alter_table(…, copy_from=table)`; or run it with `%alembic upgrade`.",
        ),
        (
            'rows = op.get_bind().execute(sa.text("SELECT 1")).all()',
            "The revision reads from the database (`op.get_bind()`), and here there is none to read from.",
            LIVE,
        ),
        (
            "sa.inspect(op.get_bind()).get_table_names()",
            "The revision reads from the database (`op.get_bind()`), and here there is none to read from.",
            LIVE,
        ),
        (
            'op.get_bind().scalar(sa.text("SELECT 1"))',
            "The revision reads from the database (`op.get_bind()`), and here there is none to read from.",
            LIVE,
        ),
        (
            'op.create_unique_constraint("uq", "users", ["name"])',
            "SQLite cannot change a constraint of a table that exists, so there is no SQL for it.",
            "do it in a batch: `with op.batch_alter_table(…) as batch:`.",
        ),
        (
            'sa.create_engine("sqlite:///app.db").connect()',
            "`env.py` or the revision opens a database, although only the SQL was asked for.",
            "give it the offline branch that `alembic init` writes: `if context.is_offline_mode(): …`.",
        ),
        (
            'raise RuntimeError("<b>no</b>\\nmore")',
            "It could not be rendered for sqlite: RuntimeError: <b>no</b>.",
            LIVE,
        ),
        ("sys.exit(3)", "It could not be rendered for sqlite: SystemExit: 3.", LIVE),
        ("os._exit(3)", "It could not be rendered for sqlite: exit code 3.", LIVE),
    ],
)
def test_what_cannot_be_rendered_says_why(upgrade: str, problem: str, hint: str, project: OfflineProject) -> None:
    small_project.revise(project.root, "002_next", upgrade=f'op.execute("SELECT 1")\n{upgrade}')

    found = render(project, "002_next", "sqlite").upgrade

    assert (found.problem, found.hint) == (problem, hint)
    assert ("SELECT 1;" in found.sql) is ("os._exit" not in upgrade)


def test_the_other_direction_is_not_lost_with_it(project: OfflineProject) -> None:
    small_project.revise(project.root, "002_next", upgrade="1 / 0", downgrade='op.execute("SELECT 2")')

    found = render(project, "002_next", "postgresql")

    assert found.upgrade.problem == ("It could not be rendered for postgresql: ZeroDivisionError: division by zero.")
    assert ("SELECT 2;" in found.downgrade.sql, found.downgrade.problem) == (True, "")


@pytest.mark.parametrize(
    ("env", "problem"),
    [
        (
            "from sqlalchemy.ext.asyncio import create_async_engine\nimport asyncio\n"
            "async def main():\n"
            "    async with create_async_engine('sqlite+aiosqlite:///app.db').connect() as connection:\n"
            "        pass\n"
            "asyncio.run(main())",
            "`env.py` or the revision opens a database, although only the SQL was asked for.",
        ),
        ("pass", "`env.py` ended without rendering anything."),
    ],
)
def test_an_env_without_offline_mode_is_told(env: str, problem: str, project: OfflineProject) -> None:
    small_project.write(project.root, "alembic/env.py", env)

    found = render(project, "001_users", "postgresql")

    assert found.upgrade == Script(
        "", problem, "give it the offline branch that `alembic init` writes: `if context.is_offline_mode(): …`."
    )
    assert list(project.root.glob("*.db")) == []


def test_a_revision_that_alembic_does_not_know_is_told(project: OfflineProject) -> None:
    assert render(project, "nix", "sqlite").upgrade.problem == (
        "It could not be rendered for sqlite: CommandError: Can't locate revision identified by 'nix'."
    )


def test_a_revision_that_never_ends_is_stopped(project: OfflineProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_sql, "SECONDS", 1.0)
    small_project.revise(project.root, "002_next", upgrade="while True: pass")

    assert render(project, "002_next", "sqlite").upgrade.problem == (
        "Rendering did not end within 1 seconds, so it was stopped."
    )


def test_it_is_remembered_until_a_file_changes(project: OfflineProject) -> None:
    first = render(project, "001_users", "sqlite")

    assert offline_sql.remembered(project, "001_users", "sqlite") is first
    assert render(project, "001_users", "sqlite") is first
    assert offline_sql.remembered(project, "001_users", "postgresql") is None
    small_project.write(project.root, "lab_app/models.py", small_project.MODELS + "\n")
    assert offline_sql.remembered(project, "001_users", "sqlite") is None
    assert render(project, "001_users", "sqlite") == first


def test_what_differs_from_run_to_run_is_not_remembered(project: OfflineProject) -> None:
    small_project.revise(project.root, "002_next", upgrade="os._exit(3)")

    render(project, "002_next", "sqlite")

    assert offline_sql.remembered(project, "002_next", "sqlite") is None


def test_a_project_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError) as error:
        render(OfflineProject(tmp_path / "02_autogenerate"), "001_users", "sqlite")

    assert error.value.message.startswith("The workspace `02_autogenerate` is not there any more, so `python -m ")


def test_a_folder_finds_its_project(root: Path) -> None:
    scripts = str(root / "alembic")

    assert around(root / "alembic" / "versions") == OfflineProject(root, "alembic.ini", scripts=scripts)
    assert around(root / "alembic") == OfflineProject(root, "alembic.ini", scripts=scripts)
    assert render(require(around(root / "alembic")), "001_users", "sqlite").upgrade.problem == ""


def test_a_folder_without_alembic_ini_is_rendered_too(root: Path) -> None:
    (root / "alembic.ini").unlink()
    env = "from alembic import context\ncontext.configure(url='sqlite://')\nwith context.begin_transaction():\n"
    small_project.write(root, "alembic/env.py", f"{env}    context.run_migrations()\n")

    found = render(require(around(root / "alembic")), "001_users", "postgresql")

    assert "id SERIAL NOT NULL" in found.upgrade.sql


def test_a_folder_without_env_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError) as error:
        require(around(tmp_path))

    assert str(error.value) == (
        "SQL cannot be rendered here: there is no `env.py` beside these revision files, and Alembic needs it.\n"
        "Hint: Point to the folder that `script_location` in `alembic.ini` names."
    )
