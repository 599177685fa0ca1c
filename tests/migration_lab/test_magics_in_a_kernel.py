"""`%alembic` and `!alembic` in a real kernel: the same result, whatever the environment the kernel was started in."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from migration_lab.proof.kernel import execute
from migration_lab.proof.notebook import code_cells, text

CONTEXT = (
    "INFO  [alembic.runtime.migration] Context impl SQLiteImpl.\n"
    "INFO  [alembic.runtime.migration] Will assume non-transactional DDL.\n"
)
OPEN = 'from migration_lab import open_lesson\nlab = open_lesson("02_autogenerate")'
WHO = """\
import shutil, pathlib, migration_lab.running as room
print(pathlib.Path(shutil.which('alembic')).parent == pathlib.Path(room.__file__).parent / 'bin')"""


def said(desk: Path, *sources: str) -> list[str]:
    """Run the cells in a fresh kernel on this desk; a cell that raises does not stop it."""
    cells = [new_code_cell(source, metadata={"tags": ["raises-exception"]}) for source in sources]
    execution = execute(new_notebook(cells=cells), desk, home=desk)
    assert execution.stop is None
    return [text(cell.outputs) for cell in code_cells(execution.notebook)]


def words(cell: str) -> str:
    """Leave out what stands below the stream."""
    return cell.partition("\n[text/")[0]


def test_both_ways_give_the_same_result_and_no_setting_reaches_either(built_desk: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.db"
    with closing(sqlite3.connect(real)) as connection:
        connection.execute("CREATE TABLE real (id INTEGER)")
    before = real.read_bytes()
    settings = "\n".join(
        f"os.environ[{name!r}] = 'sqlite+aiosqlite:///{real}'" for name in ("DATABASE_URL", "analytics_database_url")
    )

    cells = said(
        built_desk,
        f"import os\nos.environ['PATH'] = '/usr/bin:/bin'\n{settings}",
        OPEN,
        WHO,
        "!alembic downgrade -1",
        "%alembic current",
        "%alembic upgrade head",
        "!alembic current",
        "!alembic -n analytics current",
        "%alembic -n analytics current",
    )

    assert cells[2] == "[stdout]\nTrue"
    assert "Running downgrade 006_index_endpoint_lookup -> 005_add_endpoint_active" in cells[3]
    assert words(cells[4]) == f"[stdout]\n{CONTEXT}005_add_endpoint_active"
    assert "primary   005_add_endpoint_active → 006_index_endpoint_lookup" in cells[5]
    assert cells[6] == f"[stdout]\n{CONTEXT}006_index_endpoint_lookup (head)"
    assert cells[7] == words(cells[8]) == f"[stdout]\n{CONTEXT}a003_fill_daily_usage (head)"
    assert real.read_bytes() == before


@pytest.mark.parametrize("body", ["os._exit(7)", "ctypes.string_at(0)", "while True: threading.Thread(target=time.sleep, args=(99,)).start()"])  # fmt: skip  # noqa: E501
def test_the_kernel_lives_on(built_desk: Path, body: str) -> None:
    head = 'import ctypes, os, threading, time\\nrevision = "007_x"\\ndown_revision = "006_index_endpoint_lookup"\\n'
    write = f"open('alembic/versions/007_x.py', 'w').write('''{head}def upgrade():\\n    {body}\\n''')"

    cells = said(built_desk, OPEN, write, "%alembic upgrade head", "%alembic heads", "6 * 7")

    assert "AlembicFailed" in cells[2]
    assert words(cells[3]) == "[stdout]\n007_x (head)"
    assert cells[4] == "[text/plain]\n42"


def test_of_several_projects_the_one_a_command_worked_on_is_named(built_desk: Path) -> None:
    other = 'from migration_lab import open_lesson\nlab = open_lesson("00_welcome")'

    cells = said(built_desk, OPEN, "%alembic current", other, "%alembic current", "%alembic upgrade +1", "_changes")

    assert "<summary>no database changed: primary at 006_" in cells[1]
    assert "<summary>no database changed <strong>in 00_welcome</strong>: primary at 001_initial_schema" in cells[3]
    assert "<caption>in 00_welcome</caption>" in cells[4]
    assert "[text/plain]\nin 00_welcome\nprimary   001_initial_schema → 002_add_user_profiles\n" in cells[5]


def test_the_inspector_tells_what_the_strip_under_the_last_command_tells(built_desk: Path) -> None:
    last = "from migration_lab import see\nprint(see.inspector(lab).seen.last)\nprint(_changes.grid)"
    half = (
        "import pathlib\n"
        "env = pathlib.Path('alembic/env.py')\n"
        "env.write_text(env.read_text().replace('BEGIN IMMEDIATE', 'SELECT 1'))\n"
        'head = \'from alembic import op\\nrevision = "007_half"\\ndown_revision = "006_index_endpoint_lookup"\\n\'\n'
        "body = 'def upgrade():\\n    op.execute(\"CREATE TABLE half (id INTEGER)\")\\n    raise ValueError\\n'\n"
        "pathlib.Path('alembic/versions/007_half.py').write_text(head + body)\n"
    )
    by_hand = "import shutil\nshutil.copy('app.db', 'kept.db')\n%alembic downgrade -2\nshutil.copy('kept.db', 'app.db')"

    cells = said(built_desk, OPEN, f"{by_hand}\n%alembic downgrade -1", last, "%alembic upgrade head", last)
    failed = said(built_desk, OPEN, f"{half}%alembic upgrade head", "%alembic current", last)

    caption, shown = cells[2].removeprefix("[stdout]\n").split("\n", 1)
    assert caption == "Last change (alembic downgrade -1)"
    assert shown[: len(shown) // 2] == shown[len(shown) // 2 + 1 :]
    assert "006_index_endpoint_lookup → 005_add_endpoint_active" in shown
    assert cells[4].startswith("[stdout]\nLast change (alembic upgrade head)\n")
    assert failed[3].startswith("[stdout]\nLast change (alembic upgrade head, which failed)\n")
    assert "table half (1 column)" in failed[3]


def test_a_failure_is_saved_without_frames_and_the_same_each_time(built_desk: Path) -> None:
    cells = said(built_desk, OPEN, "%alembic upgrade nowhere", "%alembic upgrade nowhere")

    assert cells[1] == cells[2]
    assert cells[1].endswith(
        "AlembicFailed: Can't locate revision identified by 'nowhere'\n"
        "`alembic upgrade nowhere` ended with exit code 255.\n"
        "Hint: see which revisions there are: `%alembic history`."
    )
    assert "migration_lab/" not in cells[1]
