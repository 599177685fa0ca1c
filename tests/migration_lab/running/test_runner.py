"""What comes back from a command, with both back ends: the same words, the same exit code, the same files."""

import threading
from pathlib import Path

import pytest
from IPython.lib.pretty import pretty

from migration_lab.errors import LabError
from migration_lab.running.fork_client import ForkServer
from migration_lab.running.runner import Backend, Run, Runner
from tests.migration_lab import small_project

FIRST_UPGRADE = (
    "INFO  [alembic.runtime.migration] Context impl SQLiteImpl.\n"
    "INFO  [alembic.runtime.migration] Will assume non-transactional DDL.\n"
    "INFO  [alembic.runtime.migration] Running upgrade  -> 001_users, 001_users\n"
)


def test_upgrade_migrates_and_says_what_alembic_says(runner: Runner) -> None:
    run = runner.alembic("upgrade", "head")

    assert run == Run("alembic upgrade head", 0, FIRST_UPGRADE)
    assert run.ok
    assert runner.alembic("current").output.endswith("001_users (head)\n")


def test_paths_are_relative(runner: Runner) -> None:
    run = runner.alembic("revision", "--rev-id", "002_names", "-m", "names")

    assert run.output == "Generating alembic/versions/002_names.py ...  done\n"


def test_a_command_that_fails_keeps_its_words_and_its_exit_code(runner: Runner) -> None:
    run = runner.alembic("upgrade", "nowhere")

    assert run.exit_code == 255
    assert not run.ok
    assert run.words.endswith(
        "ERROR [alembic.util.messaging] Can't locate revision identified by 'nowhere'\n"
        "FAILED: Can't locate revision identified by 'nowhere'\n"
    )


def test_help_is_not_a_failure_and_has_the_same_width_everywhere(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = runner.alembic("--help")
    monkeypatch.setenv("COLUMNS", "40")

    narrow = runner.alembic("--help")

    assert wide.ok
    assert wide == narrow


def test_an_edited_model_is_seen_by_the_next_command(runner: Runner, root: Path) -> None:
    runner.alembic("upgrade", "head")
    clean = runner.alembic("check")
    small_project.write(root, "lab_app/models.py", small_project.MODELS + "    email: Mapped[str]\n")

    edited = runner.alembic("check")

    assert clean.ok
    assert not edited.ok
    assert "add_column" in edited.output


def test_both_streams_come_in_their_real_order(runner: Runner, root: Path) -> None:
    lines = "\n".join(f'print({n}, file=(sys.stdout, sys.stderr)[{n} % 2], end=" ")' for n in range(20))
    small_project.revise(root, "002_talks", upgrade=lines)

    run = runner.alembic("upgrade", "head")

    assert run.output.endswith(" ".join(map(str, range(20))) + " ")


def test_python_runs_a_module_of_the_workspace_with_its_arguments(runner: Runner, root: Path) -> None:
    small_project.write(root, "lab_app/seed.py", "import sys\nprint(__name__, sys.argv[1:])\nsys.exit(3)\n")

    run = runner.python("lab_app.seed", "--users", "two words")

    assert run == Run('python -m lab_app.seed --users "two words"', 3, "__main__ ['--users', 'two words']\n")


def test_python_says_which_module_is_missing(runner: Runner) -> None:
    run = runner.python("lab_app.nowhere")

    assert run.error == "ImportError: No module named lab_app.nowhere\n"


def test_the_workspace_comes_first_on_the_path_and_nothing_of_the_caller_is_on_it(runner: Runner, root: Path) -> None:
    small_project.write(root, "show.py", "import os, sys\nprint(sys.path[0] == os.getcwd(), '' in sys.path)\n")

    run = runner.python("show")

    assert run.output == "True False\n"


def test_the_hash_seed_is_fixed(runner: Runner, root: Path) -> None:
    small_project.write(root, "show.py", "import sys\nprint(hash('alembic'), sys.flags.hash_randomization)\n")

    run = runner.python("show")

    assert run.output.endswith(" 0\n")
    assert run == Runner(root, backend="process").python("show")


def test_no_setting_reaches_the_command(runner: Runner, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{root.parent / 'real.db'}")
    monkeypatch.setenv("ALEMBIC_CONFIG", str(root.parent / "other.ini"))

    run = runner.alembic("upgrade", "head")

    assert run.output == FIRST_UPGRADE
    assert (root / "app.db").exists()
    assert not (root.parent / "real.db").exists()


def test_a_variable_that_the_notebook_sets_reaches_the_next_command(
    runner: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_project.write(root, "show.py", "import os\nprint(os.environ.get('LESSON_WORD'))\n")
    before = runner.python("show")
    monkeypatch.setenv("LESSON_WORD", "héllo")

    after = runner.python("show")

    assert (before.output, after.output) == ("None\n", "héllo\n")


def test_a_path_with_spaces_quotes_and_letters_beyond_ascii(tmp_path: Path, backend: Backend) -> None:
    root = small_project.make(tmp_path / "my 'first' lab ü")

    run = Runner(root, backend=backend).alembic("upgrade", "head")

    assert run.output == FIRST_UPGRADE


def test_a_workspace_behind_a_link_is_shown_without_either_path(tmp_path: Path, backend: Backend) -> None:
    small_project.make(tmp_path / "real")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real", target_is_directory=True)
    small_project.write(tmp_path / "real", "show.py", "import os\nprint(os.path.realpath('app.db'))\n")

    run = Runner(link, backend=backend).python("show")

    assert run.output == "app.db\n"


def test_several_threads_work_in_several_workspaces(tmp_path: Path, backend: Backend) -> None:
    roots = [small_project.make(tmp_path / name) for name in ("one", "two")]
    for root in roots:
        small_project.write(root, "show.py", f"print({root.name!r})\n")
    said: dict[int, str] = {}

    def ask(number: int) -> None:
        said[number] = Runner(roots[number % 2], backend=backend).python("show").output

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert said == {number: ("one\n", "two\n")[number % 2] for number in range(6)}


def test_a_workspace_that_was_deleted_is_named(tmp_path: Path, backend: Backend) -> None:
    with pytest.raises(LabError) as caught:
        Runner(tmp_path / "02_autogenerate", backend=backend).alembic("current")

    assert str(caught.value) == (
        "The workspace `02_autogenerate` is not there any more, so `alembic current` has nothing to work on.\n"
        'Hint: make it again: `lab = open_lesson("02_autogenerate")`.'
    )


def test_a_stray_package_in_the_workspace_does_not_hide_the_library(runner: Runner, root: Path) -> None:
    small_project.write(root, "alembic/__init__.py", "")

    run = runner.alembic("heads")

    assert run.output == "001_users (head)\n"


def test_a_python_that_cannot_be_started(root: Path, backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(root / "gone/python"))
    monkeypatch.setattr("migration_lab.running.runner._server", ForkServer())

    with pytest.raises(LabError) as caught:
        Runner(root, backend=backend).alembic("heads")

    assert caught.value.message.startswith(
        "The command could not be started, because the system gave no new process: [Errno 2] No such file or directory"
    )
    assert caught.value.hint == (
        "end what you do not need (other kernels: menu Kernel, Shut Down All Kernels…), then run it again; "
        "if that does not help, `./lab doctor` looks at the installation."
    )


def test_a_run_is_shown_as_its_words(runner: Runner) -> None:
    run = runner.alembic("heads")

    assert str(run) == "001_users (head)\n"
    assert pretty(run) == "001_users (head)"


def test_the_command_is_told_as_one_would_type_it(runner: Runner) -> None:
    run = runner.alembic("history", "-r", "001_users:head", "-x", 'note=two "big" words')

    assert run.command == 'alembic history -r 001_users:head -x "note=two \\"big\\" words"'


def test_a_revision_is_never_written_over_another(runner: Runner, root: Path) -> None:
    before = (root / "alembic/versions/001_users.py").read_text()

    with pytest.raises(LabError) as caught:
        runner.alembic("revision", "--rev-id", "001_users", "-m", "users")

    assert str(caught.value) == (
        "There is `alembic/versions/001_users.py` already: `alembic revision` would write a file of this name over it. "
        "A revision written over another names itself as the one before it, and every later command ends in "
        "`LoopDetected`. Nothing was written.\n"
        "Hint: choose an id that is free (`--rev-id`), or, if you want to write this revision anew, delete "
        "`alembic/versions/001_users.py` first."
    )
    assert (root / "alembic/versions/001_users.py").read_text() == before
