"""`%alembic` that failed half-way: what it left in the database is shown, and comes first in the next step."""

from IPython.core.interactiveshell import InteractiveShell

from migration_lab.lessons.workspace import Workspace
from migration_lab.running.failure import AlembicFailed
from tests.migration_lab import small_project
from tests.migration_lab.shell import Cell

HEAD = "006_index_endpoint_lookup"


def test_what_a_failed_revision_left_behind_is_shown(ipython: InteractiveShell, lab: Workspace) -> None:
    body = 'op.create_table("half", sa.Column("id", sa.Integer))\n    raise ValueError("stop")'
    text = f'import sqlalchemy as sa\nfrom alembic import op\nrevision = "007_half"\ndown_revision = "{HEAD}"\n\n\n'
    small_project.write(lab.path, "alembic/versions/007_half.py", f"{text}def upgrade():\n    {body}\n")
    env = lab.path / "alembic/env.py"
    small_project.write(lab.path, "alembic/env.py", env.read_text().replace("BEGIN IMMEDIATE", "SELECT 1"))

    cell = Cell(ipython, "%alembic upgrade head")

    assert isinstance(cell.error, AlembicFailed)
    assert str(cell.error).startswith("`alembic/versions/007_half.py`, line 9, in `upgrade`\nValueError: stop\n")
    assert "Traceback" not in cell.stdout
    folded, strip = cell.shown
    assert folded["text/html"].startswith("<details><summary>Your lines on the way to the error")
    assert folded["text/plain"].splitlines()[-2:] == [
        '  alembic/versions/007_half.py, line 9: raise ValueError("stop")',
        "All of it: `print(_alembic.output)`",
    ]
    assert "half" in strip["text/plain"]
    assert str(cell.error).endswith(
        "Hint: a part of it is in the database now, as shown above: first take that away, or bring back a copy. "
        "`alembic/versions/007_half.py` at line 9 stopped this run on purpose: put right what it found, not the line. "
        "Then run `%alembic upgrade head` again."
    )


def test_a_revision_that_was_done_before_the_failed_one_is_not_to_be_taken_away(
    ipython: InteractiveShell, lab: Workspace
) -> None:
    body = 'raise ValueError("stop")'
    for name, before in (("007_good", HEAD), ("008_bad", "007_good")):
        steps = 'op.execute("CREATE TABLE good (id INTEGER)")' if name == "007_good" else body
        ids = f'revision = "{name}"\ndown_revision = "{before}"\n'
        text = f"from alembic import op\n{ids}\n\ndef upgrade():\n    {steps}\n"
        small_project.write(lab.path, f"alembic/versions/{name}.py", text)
    env = lab.path / "alembic/env.py"
    small_project.write(lab.path, "alembic/env.py", env.read_text().replace("BEGIN IMMEDIATE", "SELECT 1"))

    cell = Cell(ipython, "%alembic upgrade head")

    assert "good" in cell.shown[-1]["text/plain"]
    assert "first take that away" not in str(cell.error)
