"""What a lesson begins with: the right files, rows that have travelled, and the accidents its env.py makes possible."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.lessons import ledger, lesson, project, start
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace

NAME = "02_autogenerate"
REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "007_mine"
down_revision = "006_index_endpoint_lookup"


def upgrade():
{body}


def downgrade():
    pass
"""
WIDEN = """\
    with op.batch_alter_table("users") as batch:
        batch.alter_column("full_name", type_=sa.String(200), existing_type=sa.String(120))"""
RENAME = """\
    with op.batch_alter_table("users") as batch:
        batch.alter_column("full_name", new_column_name="display_name")"""
RENAME_DIRECTLY = """\
    op.alter_column("users", "full_name", new_column_name="display_name")"""
HALF = """\
    op.add_column("users", sa.Column("nickname", sa.String(50)))
    op.execute("UPDATE users SET nickname = username")
    raise RuntimeError("the power fails")"""


@pytest.fixture
def lab(built_desk: Path) -> Workspace:
    return open_lesson(NAME)


def write(lab: Workspace, body: str) -> None:
    (lab.path / "alembic" / "versions" / "007_mine.py").write_text(REVISION.format(body=body), encoding="utf-8")


def use_the_projects_own_environment(lab: Workspace) -> None:
    shutil.copyfile(places.ORIGIN / project.ENVIRONMENT, lab.path / project.ENVIRONMENT)


def columns(lab: Workspace) -> list[str]:
    return [column.name for column in lab.schema()["users"].columns]


@pytest.mark.parametrize("body", [WIDEN, RENAME], ids=["widen (E)", "rename in batch (F2)"])
def test_with_the_common_environment_a_batch_change_of_the_parent_loses_all_children(body: str, lab: Workspace) -> None:
    write(lab, body)

    run = lab.alembic("upgrade", "head")

    assert run.ok
    assert lab.rows().counts == {"endpoint_configs": 0, "user_profiles": 0, "users": 1000}


@pytest.mark.parametrize("body", [WIDEN, RENAME], ids=["widen (E)", "rename in batch (F)"])
def test_with_the_projects_own_environment_the_same_revision_keeps_them(body: str, lab: Workspace) -> None:
    use_the_projects_own_environment(lab)
    write(lab, body)

    run = lab.alembic("upgrade", "head")

    assert run.ok
    assert lab.rows().counts == {"endpoint_configs": 3000, "user_profiles": 1000, "users": 1000}


def test_a_direct_rename_keeps_them_with_the_common_environment_too(lab: Workspace) -> None:
    write(lab, RENAME_DIRECTLY)

    run = lab.alembic("upgrade", "head")

    assert run.ok
    assert lab.rows().counts == {"endpoint_configs": 3000, "user_profiles": 1000, "users": 1000}
    assert lab.row("users", 17)["display_name"] == "Ada Byron"


def test_with_the_common_environment_a_failed_revision_leaves_its_column_behind(lab: Workspace) -> None:
    write(lab, HALF)

    run = lab.alembic("upgrade", "head")

    assert run.exit_code == 1
    assert columns(lab)[-1] == "nickname"
    assert lab.sql("SELECT count(*) FROM users WHERE nickname IS NOT NULL").rows == (("0",),)
    assert lab.sql("SELECT version_num FROM alembic_version").rows == (("006_index_endpoint_lookup",),)


def test_with_the_projects_own_environment_a_failed_revision_leaves_nothing(lab: Workspace) -> None:
    use_the_projects_own_environment(lab)
    write(lab, HALF)

    run = lab.alembic("upgrade", "head")

    assert run.exit_code == 1
    assert columns(lab)[-1] == "updated_at"


COMMANDS = [
    ("check",),
    ("-n", "analytics", "check"),
    ("downgrade", "base"),
    ("-n", "analytics", "downgrade", "base"),
    ("upgrade", "head"),
    ("-n", "analytics", "upgrade", "head"),
    ("upgrade", "head", "--sql"),
    ("-n", "analytics", "upgrade", "head", "--sql"),
    ("-x", "url=sqlite+aiosqlite:///other.db", "upgrade", "head"),
]


def test_the_common_environment_is_otherwise_correct(lab: Workspace) -> None:
    runs = [lab.alembic(*command) for command in COMMANDS]

    assert [run.output for run in runs if not run.ok] == []


def test_files_of_the_original_that_belong_to_nobody_are_not_copied(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    for part in ("lab_app", "alembic"):
        shutil.copytree(places.ORIGIN / part, origin / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(places.ORIGIN / "alembic.ini", origin)
    for stray in (".env", "lab_app/.env", "lab_app/app.db", "alembic/a.db-wal", "lab_app/__pycache__/db.pyc"):
        (origin / stray).parent.mkdir(exist_ok=True)
        (origin / stray).write_text("DATABASE_URL=postgresql://production")

    found = project.files(lesson.find(NAME), origin)

    assert set(found) == set(project.files(lesson.find(NAME)))
    assert not [path for path in found if ".env" in path or ".db" in path or "__pycache__" in path]


def test_the_overlay_wins_and_its_description_stays_behind() -> None:
    found = project.files(lesson.find(NAME))

    assert found[project.ENVIRONMENT] == lesson.STARTS / NAME / project.ENVIRONMENT
    assert "lesson.toml" not in found


@pytest.mark.parametrize(
    ("revision", "left"),
    [
        ("003_migrate_user_data", ["001_initial_schema.py", "002_add_user_profiles.py", "003_migrate_user_data.py"]),
        ("", []),
    ],
)
def test_revisions_after_the_start_are_dropped(revision: str, left: list[str]) -> None:
    early = dataclasses.replace(lesson.find(NAME), start_revision=revision)

    found = project.files(early)

    assert [Path(path).name for path in found if path.startswith("alembic/versions/")] == left


def test_a_lesson_may_start_at_a_revision_of_its_own(tmp_path: Path) -> None:
    versions = tmp_path / "alembic" / "versions"
    versions.mkdir(parents=True)
    own = REVISION.format(body="    pass").replace('"006_index_endpoint_lookup"', '"005_add_endpoint_active"')
    (versions / "007_mine.py").write_text(own, encoding="utf-8")
    started = dataclasses.replace(lesson.find(NAME), overlay=tmp_path, start_revision="007_mine")

    laid = project.files(started)

    assert laid["alembic/versions/007_mine.py"] == versions / "007_mine.py"
    assert "alembic/versions/005_add_endpoint_active.py" in laid
    assert "alembic/versions/006_index_endpoint_lookup.py" not in laid


def test_a_start_revision_that_does_not_exist_is_named() -> None:
    wrong = dataclasses.replace(lesson.find(NAME), start_revision="009_later")

    with pytest.raises(LabError) as caught:
        project.files(wrong)

    assert str(caught.value) == (
        "There is no revision `009_later` in `alembic/versions`.\n"
        "Hint: Known revisions: 001_initial_schema, 002_add_user_profiles, 003_migrate_user_data, 004_drop_user_bio, "
        "005_add_endpoint_active, 006_index_endpoint_lookup."
    )


def test_a_start_is_built_once(built_desk: Path) -> None:
    store = places.backstage(NAME)
    before = sorted(store.iterdir())

    begun = start.ready(lesson.find(NAME), store)

    assert sorted(store.iterdir()) == before == [begun.folder.parent]


def test_a_changed_lesson_gets_a_start_of_its_own(built_desk: Path) -> None:
    overlay = built_desk / NAME
    shutil.copytree(lesson.STARTS / NAME, overlay)
    (overlay / "lesson.toml").write_text(
        (overlay / "lesson.toml").read_text(encoding="utf-8").replace("1000", "30"), encoding="utf-8"
    )
    changed = lesson.find(NAME, built_desk)

    begun = start.ready(changed, places.backstage(NAME))

    assert [child.name for child in places.backstage(NAME).iterdir()] == [begun.folder.parent.name]
    assert Workspace(NAME, begun.folder).sql("SELECT count(*) FROM users").rows == (("30",),)


def test_a_file_of_the_lesson_that_is_edited_makes_another_start(built_desk: Path) -> None:
    overlay = built_desk / NAME
    shutil.copytree(lesson.STARTS / NAME, overlay)
    facts = (overlay / "lesson.toml").read_text(encoding="utf-8")
    (overlay / "lesson.toml").write_text(facts.replace("1000", "30"), encoding="utf-8")
    start.ready(lesson.find(NAME, built_desk), places.backstage(NAME))
    env = overlay / "alembic" / "env.py"
    env.write_text(env.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")

    begun = start.ready(lesson.find(NAME, built_desk), places.backstage(NAME))

    assert (begun.folder / "alembic" / "env.py").read_text(encoding="utf-8").endswith("# edited\n")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"ledger": 3}'])
def test_a_damaged_note_of_a_start_is_no_start(damage: str, built_desk: Path) -> None:
    store = places.backstage(NAME)
    begun = start.ready(lesson.find(NAME), store)
    (begun.folder.parent / "ledger.json").write_text(damage)

    again = start.ready(lesson.find(NAME), store)

    assert again.ledger.keys() == begun.ledger.keys()
    assert ledger.read(again.folder) == again.ledger


def test_a_history_that_cannot_be_run_stops_the_opening(built_desk: Path) -> None:
    overlay = built_desk / NAME
    shutil.copytree(lesson.STARTS / NAME, overlay)
    (overlay / "alembic" / "versions").mkdir()
    (overlay / "alembic" / "versions" / "006_index_endpoint_lookup.py").write_text("revision = ", encoding="utf-8")

    with pytest.raises(LabError) as caught:
        start.ready(lesson.find(NAME, built_desk), places.backstage(NAME))

    assert caught.value.message.startswith(
        "The lesson's start could not be built: `alembic upgrade 001_initial_schema` ended with exit code 1.\n"
    )
    assert caught.value.hint == (
        f"If you changed `lab_app/`, `alembic/` or `notebooks/start/` of the lab, undo that; else run `{LAB} doctor`."
    )


def test_a_promise_that_the_start_does_not_keep_is_named(built_desk: Path, tmp_path: Path) -> None:
    begun = start.ready(lesson.find(NAME), places.backstage(NAME))
    promised = dataclasses.replace(lesson.find(NAME), users=999)

    with pytest.raises(LabError) as caught:
        start.verify(promised, begun.folder / "app.db")

    assert str(caught.value) == (
        "The start of 02_autogenerate has 1,000 users at revision `006_index_endpoint_lookup`, but its `lesson.toml` "
        "promises 999 users at `006_index_endpoint_lookup`.\nHint: Correct `users` or `start_revision` there."
    )
