from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.lessons import attempts, originals
from migration_lab.places import ORIGIN


@pytest.fixture
def workspace(desk: Path) -> Path:
    folder = desk / "01_setup"
    (folder / "alembic").mkdir(parents=True)
    return folder


def test_bring_lays_the_projects_own_file(workspace):
    originals.bring("01_setup", workspace, ["alembic/env.py", "alembic.ini"])

    assert (workspace / "alembic" / "env.py").read_bytes() == (ORIGIN / "alembic" / "env.py").read_bytes()
    assert (workspace / "alembic.ini").read_bytes() == (ORIGIN / "alembic.ini").read_bytes()


def test_bring_keeps_what_the_learner_wrote(workspace):
    (workspace / "alembic" / "env.py").write_text("# mine\n", encoding="utf-8")

    originals.bring("01_setup", workspace, ["alembic/env.py"])

    kept = attempts.read("01_setup")[0]
    assert kept.files == ("alembic/env.py",)
    assert (kept.path / "alembic" / "env.py").read_text(encoding="utf-8") == "# mine\n"


def test_bring_twice_keeps_nothing_of_its_own(workspace):
    originals.bring("01_setup", workspace, ["alembic/env.py"])

    originals.bring("01_setup", workspace, ["alembic/env.py"])

    assert len(attempts.read("01_setup")) == 0


@pytest.mark.parametrize(
    "path", ["alembic/envy.py", "README.md", "../secret.txt", "alembic", "alembic/../pyproject.toml"]
)
def test_bring_refuses_what_is_no_file_of_the_project(workspace, path):
    with pytest.raises(LabError) as caught:
        originals.bring("01_setup", workspace, [path])

    assert str(caught.value) == (
        f"The project has no file `{path}`, so there is nothing to bring.\n"
        'Hint: Name a file below `alembic/` or `lab_app/`: lab.bring("alembic/env.py").'
    )
    assert list((workspace / "alembic").iterdir()) == []
