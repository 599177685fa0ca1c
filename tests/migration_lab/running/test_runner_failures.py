"""A command that fails: the learner's file and line first, then the error, then what to do next."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.running.failure import AlembicFailed
from migration_lab.running.runner import Backend, Run, Runner
from tests.migration_lab import small_project

LINE = small_project.FIRST_LINE
IN_UPGRADE = f"`alembic/versions/002_next.py`, line {LINE}, in `upgrade`\n"
BACKENDS: tuple[Backend, ...] = ("fork", "process")
ENDED = "`alembic upgrade head` ended with exit code {}.\n"
PART = (
    'a part of `alembic/` is missing. Bring it back: run `lab = open_lesson("02_autogenerate")` again; '
    "what you changed is kept in `attempts/`."
)
NO_ENV = PART.replace("run `lab", '`lab.bring("alembic/env.py")` brings the project\'s own, or run `lab')
CORRECT = f"Hint: correct `alembic/versions/002_next.py` at line {LINE}, then run `%alembic upgrade head` again."


def failed(run: Run) -> str:
    """Return what the learner reads."""
    with pytest.raises(AlembicFailed) as caught:
        run.raise_for_failure()
    return str(caught.value)


def upgrade(runner: Runner, body: str) -> Run:
    """Write the next revision and upgrade to it."""
    small_project.revise(runner.root, "002_next", upgrade=body)
    return runner.alembic("upgrade", "head")


def test_a_run_that_went_well_raises_nothing(runner: Runner) -> None:
    run = runner.alembic("heads")

    run.raise_for_failure()

    assert run.ok


def test_an_error_in_sql_names_the_line_and_quotes_the_statement(runner: Runner) -> None:
    run = upgrade(runner, 'op.execute("INSERT INTO nobody VALUES (1)")')

    assert run.exit_code == 1
    assert run.words.endswith("Running upgrade 001_users -> 002_next, 002_next\n")
    assert failed(run) == (
        IN_UPGRADE + "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) no such table: nobody\n"
        "[SQL: INSERT INTO nobody VALUES (1)]\n" + ENDED.format(1) + CORRECT
    )


@pytest.mark.parametrize("line", ['raise ValueError("700 != 1000")', 'assert 700 == 1000, "700 != 1000"'])
def test_a_revision_that_stops_itself_is_not_corrected_where_it_says_so(runner: Runner, line: str) -> None:
    run = upgrade(runner, line)

    assert failed(run).endswith(
        f"Hint: `alembic/versions/002_next.py` at line {LINE} stopped this run on purpose: put right what it found, "
        "not the line. Then run `%alembic upgrade head` again."
    )


def test_rows_that_a_line_cannot_work_with_are_looked_at_first(runner: Runner) -> None:
    run = upgrade(runner, 'op.execute("INSERT INTO users (id) VALUES (1), (1)")')

    assert failed(run).endswith(
        f"Hint: the rows are not as `alembic/versions/002_next.py` at line {LINE} needs them. Look at them first; "
        "correct the rows or the line, then run `%alembic upgrade head` again."
    )


def test_the_traceback_is_kept_apart_and_has_no_path_of_this_machine(runner: Runner) -> None:
    run = upgrade(runner, "undefined_name")

    assert run.traceback.startswith('Traceback (most recent call last):\n  File "site-packages/alembic/config.py"')
    assert run.traceback.endswith("NameError: name 'undefined_name' is not defined\n")
    assert str(runner.root.parent) not in run.output
    assert "/lib/python" not in run.output
    assert run.output == run.words + run.traceback


def test_both_back_ends_tell_a_failure_in_the_same_words(root: Path) -> None:
    small_project.revise(root, "002_next", upgrade='print(object(), "said")\nundefined_name')

    forked, plain = (Runner(root, backend=backend).alembic("upgrade", "002_next", "--sql") for backend in BACKENDS)

    assert forked == plain
    assert "<object object at 0x…> said\n" in forked.output


def test_a_syntax_error_in_a_revision(runner: Runner) -> None:
    run = upgrade(runner, "op.execute((")

    assert failed(run) == (
        f"`alembic/versions/002_next.py`, line {LINE}\nSyntaxError: '(' was never closed\n" + ENDED.format(1) + CORRECT
    )


def test_an_error_in_a_model(runner: Runner, root: Path) -> None:
    small_project.write(root, "lab_app/models.py", "import nowhere\n")

    run = runner.alembic("check")

    assert failed(run) == (
        "`lab_app/models.py`, line 1, in `<module>`\nModuleNotFoundError: No module named 'nowhere'\n"
        "`alembic check` ended with exit code 1.\n"
        "Hint: correct `lab_app/models.py` at line 1, then run `%alembic check` again."
    )


def test_a_command_error_of_alembic(runner: Runner) -> None:
    run = runner.alembic("upgrade", "nowhere")

    assert failed(run) == (
        "Can't locate revision identified by 'nowhere'\n`alembic upgrade nowhere` ended with exit code 255.\n"
        "Hint: see which revisions there are: `%alembic history`."
    )


def test_a_command_line_that_alembic_does_not_understand(runner: Runner) -> None:
    run = runner.alembic("upgrade")

    assert failed(run) == (
        "alembic upgrade: error: the following arguments are required: revision\n"
        "`alembic upgrade` ended with exit code 2.\n"
        "Hint: see what the command takes: `%alembic --help`, or `%alembic COMMAND --help`."
    )


def test_a_database_that_is_behind(runner: Runner) -> None:
    run = runner.alembic("revision", "--autogenerate", "--rev-id", "002_next")

    assert failed(run) == (
        "Target database is not up to date.\n"
        "`alembic revision --autogenerate --rev-id 002_next` ended with exit code 255.\n"
        "Hint: bring the database to the newest revision first: `%alembic upgrade head`."
    )


@pytest.mark.parametrize(
    ("missing", "error", "hint"),
    [
        (
            "alembic.ini",
            "No 'script_location' key found in configuration.\n",
            "Alembic found no `alembic.ini`, or not the section that `-n` names in it. In a new project "
            "`%alembic init alembic` makes it; the file of the start comes back with "
            '`lab = open_lesson("02_autogenerate")`: what you changed is kept in `attempts/`.',
        ),
        ("alembic/env.py", "ImportError: Can't find Python file alembic/env.py\n", NO_ENV),
        (
            "alembic",
            "Path doesn't exist: alembic.  Please use the 'init' command to create a new scripts folder.\n",
            PART,
        ),
    ],
)  # fmt: skip
def test_a_missing_part_of_the_project(runner: Runner, root: Path, missing: str, error: str, hint: str) -> None:
    path = root / missing
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()

    run = runner.alembic("upgrade", "head")

    assert failed(run) == f"{error}{ENDED.format(run.exit_code)}Hint: {hint}"


def test_a_missing_versions_folder_is_no_failure_for_alembic(runner: Runner, root: Path) -> None:
    shutil.rmtree(root / "alembic/versions")

    run = runner.alembic("heads")

    assert run == Run("alembic heads", 0, "")


def test_a_database_that_somebody_else_is_writing_to(runner: Runner, root: Path) -> None:
    impatient = small_project.ENV.replace("NullPool", 'NullPool, connect_args={"timeout": 0.1}')
    small_project.write(root, "alembic/env.py", impatient)
    with closing(sqlite3.connect(root / "app.db")) as other:
        other.execute("BEGIN IMMEDIATE")

        run = runner.alembic("upgrade", "head")

    assert failed(run) == (
        "`alembic/env.py`, line 19, in `migrate`\n"
        "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is locked\n"
        "[SQL: CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) ) ]\n"
        + ENDED.format(1)
        + "Hint: another connection is in the middle of a write. End it (commit or close a session in another "
        "notebook, stop a running service, close the database browser), then run the same command again."
    )


def test_a_question_to_nobody(runner: Runner) -> None:
    run = upgrade(runner, 'input("Which name? ")')

    assert run.words.endswith("\nWhich name? ")
    assert failed(run) == (
        IN_UPGRADE
        + "EOFError: EOF when reading a line\n"
        + ENDED.format(1)
        + "Hint: nobody can type into a migration: it has to run alone, on a server. "
        "Write the value into the revision, or hand it over with `-x name=value`."
    )


@pytest.mark.parametrize("code", [0, 3])
def test_a_migration_that_leaves_the_program(runner: Runner, code: int) -> None:
    run = upgrade(runner, f"sys.exit({code})")

    assert run.exit_code == code
    assert failed(run) == (
        IN_UPGRADE + "The program was ended from inside, before Alembic was done.\n" + ENDED.format(code) + CORRECT
    )


def test_a_migration_that_ends_the_process(runner: Runner) -> None:
    run = upgrade(runner, "os._exit(7)")

    assert run.exit_code == 7
    assert failed(run) == (
        "In revision `002_next`, during its upgrade:\nThe program was ended from inside, before Alembic was done.\n"
        + ENDED.format(7)
        + "Hint: read the words above, then run `%alembic upgrade head` again."
    )


def test_words_that_are_not_utf_8(runner: Runner) -> None:
    run = upgrade(runner, 'os.write(1, b"caf\\xe9\\n")')

    assert run.ok
    assert run.words.endswith("\ncaf\N{REPLACEMENT CHARACTER}\n")


def test_an_endless_recursion_is_folded(runner: Runner) -> None:
    run = upgrade(runner, "def f(): f()\nf()")

    assert failed(run) == (
        IN_UPGRADE.replace("`upgrade`", "`f`")
        + "RecursionError: maximum recursion depth exceeded\n"
        + ENDED.format(1)
        + CORRECT
    )


def test_an_error_of_many_lines_is_cut(runner: Runner) -> None:
    run = upgrade(runner, 'raise ValueError("\\n".join(["x" * 400] * 20))')

    message = failed(run).splitlines()

    assert len(message) == 9
    assert max(map(len, message)) == 301
    assert len(run.error.splitlines()) == 20


def test_a_failure_of_a_module_is_told_too(runner: Runner, root: Path) -> None:
    small_project.write(root, "lab_app/seed.py", "rows = 1 / 0\n")

    run = runner.python("lab_app.seed")

    assert failed(run) == (
        "`lab_app/seed.py`, line 1, in `<module>`\nZeroDivisionError: division by zero\n"
        "`python -m lab_app.seed` ended with exit code 1.\n"
        "Hint: correct `lab_app/seed.py` at line 1, then run it again."
    )


def test_the_failure_renders_without_frames(runner: Runner) -> None:
    error = AlembicFailed(runner.alembic("upgrade", "nowhere"))

    assert isinstance(error, LabError)
    assert error._render_traceback_() == [f"AlembicFailed: {error}"]


def test_the_start_of_an_exercise_comes_back_by_the_exercises_own_verb(tmp_path: Path, backend: Backend) -> None:
    root = small_project.make(tmp_path / "02_1_rename")
    shutil.rmtree(root / "alembic")

    with pytest.raises(AlembicFailed) as caught:
        Runner(root, backend=backend).alembic("current").raise_for_failure()

    assert caught.value.hint == PART.replace('lab = open_lesson("02_autogenerate")', 'exercise("02.1").reset()')
