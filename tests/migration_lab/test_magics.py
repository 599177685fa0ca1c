"""`%alembic` in a notebook's shell: Alembic's words once, then what changed, then the failure if there is one."""

import logging
import os
import sqlite3
import sys
from contextlib import closing
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from migration_lab import magics
from migration_lab.errors import LabError
from migration_lab.lessons.workspace import Workspace
from migration_lab.running.failure import AlembicFailed
from tests.migration_lab import small_project
from tests.migration_lab.shell import Cell

HEAD = "006_index_endpoint_lookup"
CONTEXT = (
    "INFO  [alembic.runtime.migration] Context impl SQLiteImpl.\n"
    "INFO  [alembic.runtime.migration] Will assume non-transactional DDL.\n"
)


def version(lab: Workspace) -> str:
    with closing(sqlite3.connect(lab.path / "app.db")) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_the_words_are_on_one_stream_and_one_quiet_line_says_that_nothing_changed(
    ipython: InteractiveShell, lab: Workspace
) -> None:
    cell = Cell(ipython, "%alembic current")

    assert cell.stdout == f"{CONTEXT}{HEAD} (head)\n"
    assert (cell.stderr, cell.error) == ("", None)
    (line,) = cell.shown
    assert line["text/plain"] == f"no database changed: primary at {HEAD}, analytics at a003_fill_daily_usage"
    assert line["text/html"].startswith("<details")


def test_what_changed_and_its_sql_have_a_name_in_the_notebook(ipython: InteractiveShell, lab: Workspace) -> None:
    Cell(ipython, "%alembic downgrade -1")

    cell = Cell(ipython, "print(_changes, _changes.statements == _alembic.statements, len(_alembic.statements))")

    assert cell.stdout.startswith(f"primary   {HEAD} → 005_add_endpoint_active\n")
    assert cell.stdout.endswith(" True 9\n")


def test_a_change_is_shown_under_the_words(ipython: InteractiveShell, lab: Workspace) -> None:
    cell = Cell(ipython, "%alembic downgrade -1")

    assert cell.stdout.startswith(f"{CONTEXT}INFO  [alembic.runtime.migration] Running downgrade {HEAD} -> ")
    (strip,) = cell.shown
    assert strip["text/plain"].splitlines()[0] == f"primary   {HEAD} → 005_add_endpoint_active"
    assert "text/html" in strip
    assert version(lab) == "005_add_endpoint_active"


def test_a_kernel_without_ipywidgets_shows_the_words(
    ipython: InteractiveShell, lab: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ipython, "kernel", object(), raising=False)
    for name in ("ipywidgets", "migration_lab.widgets.changes_view"):
        monkeypatch.setitem(sys.modules, name, None)

    cell = Cell(ipython, "%alembic downgrade -1")

    assert cell.error is None
    assert cell.shown[0]["text/plain"].startswith(f"primary   {HEAD} → 005_add_endpoint_active\n")


def test_the_other_database_is_watched_too(ipython: InteractiveShell, lab: Workspace) -> None:
    cell = Cell(ipython, "%alembic -n analytics downgrade base")

    assert cell.error is None
    assert cell.shown[0]["text/plain"].startswith("analytics   a003_fill_daily_usage → base\n")


def test_a_failure_is_raised_after_its_words(ipython: InteractiveShell, lab: Workspace) -> None:
    cell = Cell(ipython, "%alembic upgrade nowhere")

    assert cell.stdout == (
        f"{CONTEXT}ERROR [alembic.util.messaging] Can't locate revision identified by 'nowhere'\n"
        "FAILED: Can't locate revision identified by 'nowhere'\n"
    )
    assert isinstance(cell.error, AlembicFailed)
    assert str(cell.error).startswith("Can't locate revision identified by 'nowhere'\n`alembic upgrade nowhere` ended")


def test_before_each_cell_the_byte_code_of_a_deleted_env_goes(ipython: InteractiveShell, lab: Workspace) -> None:
    env = lab.path / "alembic/env.py"
    cached = Path(cache_from_source(env.as_posix()))
    cached.parent.mkdir(exist_ok=True)
    cached.write_bytes(b"")
    env.unlink()

    cell = Cell(ipython, "import pathlib; print(pathlib.Path('alembic/env.py').exists())")

    assert cell.stdout == "False\n"
    assert not cached.exists()


def test_the_last_run_can_be_looked_at(ipython: InteractiveShell, lab: Workspace) -> None:
    Cell(ipython, "%alembic current")

    cell = Cell(ipython, "print(_alembic.exit_code, _alembic.output)")

    assert cell.stdout == f"0 {CONTEXT}{HEAD} (head)\n\n"


@pytest.mark.parametrize(
    "line", ["%alembic show {wanted}", "%alembic show $wanted", '%alembic show "$wanted"  # the last']
)
def test_variables_of_the_notebook_are_filled_in(ipython: InteractiveShell, lab: Workspace, line: str) -> None:
    Cell(ipython, f"wanted = '{HEAD}'")

    cell = Cell(ipython, line)

    assert cell.stdout.startswith(f"Rev: {HEAD} (head)\n")


def test_a_quotation_mark_that_is_not_closed(ipython: InteractiveShell, lab: Workspace) -> None:
    cell = Cell(ipython, '%alembic revision -m "add email')

    assert isinstance(cell.error, LabError)
    assert str(cell.error) == (
        'The line `%alembic revision -m "add email` has a quotation mark without its partner, '
        "so its end is not clear.\n"
        'Hint: close the quotation mark; a word with spaces is written in two of them: `-m "add email"`.'
    )


def test_without_a_workspace_the_next_step_is_to_open_one(
    ipython: InteractiveShell, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    cell = Cell(ipython, "%alembic current")

    assert str(cell.error) == (
        "No lesson is open here, so there is no workspace to work on.\n"
        "Hint: Run the lesson's first code cell again (`from migration_lab import …`). "
        'Then `lab = continue_lesson("00_welcome")` or `work = exercise("00.1").start()` goes on where you were; '
        '`lab = open_lesson("00_welcome")` begins anew.'
    )


def test_a_revision_is_not_written_over_another(ipython: InteractiveShell, lab: Workspace) -> None:
    first = Cell(ipython, '%alembic revision --rev-id 007_email -m "add email"')

    second = Cell(ipython, '%alembic revision --rev-id 007_email -m "add email"')

    assert first.stdout == "Generating alembic/versions/007_email.py ...  done\n"
    assert isinstance(second.error, LabError)
    assert str(second.error).startswith("There is `alembic/versions/007_email.py` already: ")


def test_the_scripts_are_put_aside_before_a_command(
    ipython: InteractiveShell, lab: Workspace, built_desk: Path
) -> None:
    mine = small_project.write(
        lab.path, "alembic/versions/007_mine.py", 'revision = "007_mine"\ndown_revision = None\n'
    )

    Cell(ipython, "%alembic history")
    mine.unlink()
    Cell(ipython, "%alembic history")
    Cell(ipython, "%alembic history")

    shelf = built_desk / "attempts/02_autogenerate/versions"
    assert sorted(folder.name for folder in shelf.iterdir()) == ["1", "2"]
    assert (shelf / "1/alembic/versions/007_mine.py").exists()
    assert not (shelf / "2/alembic/versions/007_mine.py").exists()


def test_ctrl_c_stops_the_command_and_the_shell_lives(ipython: InteractiveShell, lab: Workspace) -> None:
    text = f'revision = "007_loop"\ndown_revision = "{HEAD}"\n\n\ndef upgrade():\n'
    body = f"    import os, signal\n    os.kill({os.getpid()}, signal.SIGINT)\n    while True:\n        pass\n"
    small_project.write(lab.path, "alembic/versions/007_loop.py", text + body)

    cell = Cell(ipython, "%alembic upgrade head")

    assert isinstance(cell.error, AlembicFailed)
    assert "`alembic upgrade head` was stopped by you, before it was done.\n" in str(cell.error)
    assert Cell(ipython, "%alembic current").stdout == f"{CONTEXT}{HEAD}\n"


def test_the_logging_of_the_notebook_is_left_alone(ipython: InteractiveShell, lab: Workspace) -> None:
    mine = logging.getLogger("my.notebook")
    before = (logging.getLogger().handlers[:], logging.getLogger().level, mine.disabled)

    Cell(ipython, "%alembic current")

    assert (logging.getLogger().handlers, logging.getLogger().level, mine.disabled) == before


def test_registering_twice_changes_nothing(ipython: InteractiveShell) -> None:
    before = list(ipython.Completer.custom_matchers)

    magics.register(ipython)

    assert ipython.Completer.custom_matchers == before


def offered(shell: Any, line: str) -> list[str]:
    """Return the line as it reads after each completion."""
    with provisionalcompleter():
        found = list(shell.Completer.completions(line, len(line)))
    return [line[: one.start] + one.text + line[one.end :] for one in found]


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("%alembic up", ["%alembic upgrade"]),
        ("%alembic h", ["%alembic heads", "%alembic history"]),
        ("%alembic upgrade 00", None),
        ("%alembic downgrade b", ["%alembic downgrade base"]),
        ("%alembic upgrade +", ["%alembic upgrade +1"]),
        ("%alembic -n analytics upgrade a001", ["%alembic -n analytics upgrade a001_request_events"]),
        ("%alembic -n a", ["%alembic -n analytics"]),
        ("%alembic revision --re", ["%alembic revision --rev-id"]),
        ("%alembic --ver", ["%alembic --version"]),
    ],
)
def test_the_tab_key(ipython: InteractiveShell, lab: Workspace, line: str, completed: list[str] | None) -> None:
    expected = completed
    if expected is None:
        expected = [f"%alembic upgrade {revision.id}" for revision in reversed(lab.history().revisions)]

    assert offered(ipython, line) == expected


def test_the_tab_key_elsewhere_is_ipython_s(ipython: InteractiveShell, lab: Workspace) -> None:
    assert "import os.path" not in offered(ipython, "import o")
    assert any("%alembic" in line for line in offered(ipython, "%alem"))
