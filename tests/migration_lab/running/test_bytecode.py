"""What a command runs is what stands in the files now, however quickly they change."""

import os
import time
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from migration_lab.running import bytecode
from migration_lab.running.failure import AlembicFailed
from migration_lab.running.runner import Backend, Runner
from tests.migration_lab import small_project

LONG_AGO = 1_000_000_000
SHOW = "from lab_app import word\n"


def age(root: Path, seconds: float) -> None:
    """Let all source files be written at that time."""
    for file in root.rglob("*.py"):
        os.utime(file, (seconds, seconds))


def test_a_model_written_twice_within_a_second_is_seen_both_times(runner: Runner, root: Path) -> None:
    said = []
    for word in ("one", "two", "six"):
        small_project.write(root, "lab_app/word.py", f"print('{word}')\n")
        said.append(runner.python("lab_app.word").output + Runner(root).alembic("heads").output)
        small_project.write(root, "lab_app/seed.py", SHOW)
        said.append(runner.python("lab_app.seed").output)

    assert [text.split()[0] for text in said] == ["one", "one", "two", "two", "six", "six"]


def test_a_model_of_the_same_size_and_second_is_compared_anew(runner: Runner, root: Path) -> None:
    small_project.write(root, "lab_app/models.py", small_project.MODELS + "    mail: Mapped[str]\n")
    runner.alembic("upgrade", "head")
    first = runner.alembic("check")
    small_project.write(root, "lab_app/models.py", small_project.MODELS + "    nick: Mapped[str]\n")

    second = runner.alembic("check")

    assert ("users.mail" in first.output, "users.nick" in second.output) == (True, True)


def test_byte_code_that_another_program_left_of_the_same_second_is_not_used(runner: Runner, root: Path) -> None:
    second = int(time.time()) - 60
    small_project.write(root, "lab_app/word.py", "print('one')\n")
    age(root, second)
    small_project.write(root, "lab_app/seed.py", SHOW)
    os.utime(root / "lab_app/seed.py", (second, second))
    runner.python("lab_app.seed")
    cached = Path(cache_from_source(str(root / "lab_app/word.py")))
    os.utime(cached, (second, second))  # it was written in the second of its source
    small_project.write(root, "lab_app/word.py", "print('two')\n")
    os.utime(root / "lab_app/word.py", (second, second))

    run = runner.python("lab_app.seed")

    assert run.output == "two\n"


def test_files_that_have_settled_are_compiled_once(runner: Runner, root: Path) -> None:
    age(root, LONG_AGO)
    runner.alembic("upgrade", "head")
    cached = Path(cache_from_source(str(root / "lab_app/models.py")))
    first = cached.stat().st_mtime_ns

    runner.alembic("current")

    assert cached.stat().st_mtime_ns == first


def test_a_young_file_is_noticed_wherever_it_lies(tmp_path: Path) -> None:
    small_project.write(tmp_path, "old.py", "")
    age(tmp_path, LONG_AGO)
    settled = bytecode.freshen(tmp_path)
    small_project.write(tmp_path, "lab_app/new.py", "")

    young = bytecode.freshen(tmp_path)

    assert (settled, young) == (False, True)


def test_a_young_file_is_not_cached(runner: Runner, root: Path) -> None:
    age(root, time.time() + 60)

    runner.alembic("upgrade", "head").raise_for_failure()

    assert list(root.rglob("*.pyc")) == []


def test_byte_code_is_kept_when_it_is_well_younger_than_its_source(tmp_path: Path) -> None:
    small_project.write(tmp_path, "models.py", "")
    age(tmp_path, LONG_AGO)
    cached = Path(cache_from_source(str(tmp_path / "models.py")))
    cached.parent.mkdir()
    kept = []
    for seconds in (3, 1):
        cached.write_bytes(b"")
        os.utime(cached, (LONG_AGO + seconds, LONG_AGO + seconds))
        bytecode.freshen(tmp_path)
        kept.append(cached.exists())

    assert kept == [True, False]


@pytest.mark.parametrize("command", ["upgrade", "check", "current"])
def test_a_deleted_env_is_missed_at_once(tmp_path: Path, backend: Backend, command: str) -> None:
    root = small_project.make(tmp_path / "02_autogenerate")
    age(root, LONG_AGO)
    runner = Runner(root, backend=backend)
    runner.alembic("upgrade", "head").raise_for_failure()
    cached = Path(cache_from_source(str(root / "alembic/env.py")))
    was_cached = cached.exists()
    (root / "alembic/env.py").unlink()

    with pytest.raises(AlembicFailed) as caught:
        runner.alembic(command, *(["head"] if command == "upgrade" else [])).raise_for_failure()

    assert was_cached
    assert caught.value.message.startswith("ImportError: Can't find Python file alembic/env.py\n")
    assert caught.value.hint == (
        'a part of `alembic/` is missing. Bring it back: `lab.bring("alembic/env.py")` brings the project\'s own, '
        'or run `lab = open_lesson("02_autogenerate")` again; what you changed is kept in `attempts/`.'
    )
