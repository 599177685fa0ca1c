"""Mina, who works on the same service: what she commits appears among the lesson's files, as `git pull` would lay it.

Nothing here needs git: the lesson is about what Alembic makes of the files.
"""

from dataclasses import dataclass

from migration_lab.errors import LabError
from migration_lab.experiments import history_released
from migration_lab.experiments.history_files import VERSIONS
from migration_lab.experiments.history_released import Release
from migration_lab.grid import Grid, Prose, Shown, cell
from migration_lab.lessons.workspace import Workspace

MODEL = "lab_app/models/gateway_config.py"
RETRIES = f"{VERSIONS}/007_add_retries.py"
QUOTA = f"{VERSIONS}/010_try_quota.py"
RULE, NEW_RULE = "retries >= 0", "retries BETWEEN 0 AND 5"
COLUMN = 'retries: Mapped[int] = mapped_column(server_default=text("0"))'

ADD_RETRIES = f'''\
"""Add endpoint_configs.retries.

What: how often the gateway tries again when an endpoint does not answer.
Why:  a hiccup of one service should not reach its users.
Risk: low. Rows that exist get 0: as before, no second try. SQLite copies the table.
Undo: drops the column, and with it what people have set.

Revision ID: 007_add_retries
Revises: 006_index_endpoint_lookup
"""

import sqlalchemy as sa
from alembic import op

revision = "007_add_retries"
down_revision = "006_index_endpoint_lookup"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("endpoint_configs") as batch:
        batch.add_column(sa.Column("retries", sa.Integer(), server_default=sa.text("0"), nullable=False))
        batch.create_check_constraint(op.f("ck_endpoint_configs_retries_known"), "{RULE}")


def downgrade() -> None:
    with op.batch_alter_table("endpoint_configs") as batch:
        batch.drop_constraint(op.f("ck_endpoint_configs_retries_known"), type_="check")
        batch.drop_column("retries")
'''
TRY_QUOTA = '''\
"""Try users.quota: not reviewed, not merged.

Revision ID: 010_try_quota
Revises: 009_limit_retries
"""

import sqlalchemy as sa
from alembic import op

revision = "010_try_quota"
down_revision = "009_limit_retries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("quota", sa.Integer(), server_default=sa.text("100"), nullable=False))


def downgrade() -> None:
    op.drop_column("users", "quota")
'''


@dataclass(frozen=True, repr=False)
class Arrived(Shown):
    """What came with a command of git.

    Args:
        command: The command that would bring it.
        files: Each file, and what happened to it.
    """

    command: str
    files: tuple[tuple[str, str], ...]

    @property
    def grid(self) -> Grid:
        """Show one line for each file."""
        rows = tuple((cell(path), cell(words)) for path, words in self.files)
        return Prose(("file", "what happened"), rows, f"as after `{self.command}`")


def pull_retries(lab: Workspace) -> Arrived:
    """Bring the work that Mina merged while you worked on yours: a revision, and the model that belongs to it."""
    model = _text(lab, MODEL)
    _write(lab, RETRIES, ADD_RETRIES)
    if "retries" not in model:
        model = model.replace("    created_at:", f"    {COLUMN}\n    created_at:")
        model = model.replace("        UniqueConstraint(", f"        {_check(RULE)}\n        UniqueConstraint(")
        _write(lab, MODEL, model)
    return Arrived("git pull", ((RETRIES, "new"), (MODEL, "retries: a column and a rule")))


def release(lab: Workspace) -> Release:
    """Note the files of a release, as a tag in git does; Mina's as she merged it, also when it was edited since."""
    lab.examine()
    return Release({**history_released.record(lab.path).files, RETRIES: ADD_RETRIES})


def pull_edit(lab: Workspace) -> Arrived:
    """Bring an innocent correction: one line of a revision that was released, and the same line of the model."""
    for path in (RETRIES, MODEL):
        _write(lab, path, _text(lab, path).replace(RULE, NEW_RULE))
    return Arrived("git pull", ((RETRIES, "changed: one line"), (MODEL, "changed: one line")))


def switch_to_quota(lab: Workspace) -> Arrived:
    """Go to Mina's branch: its revision is among the files."""
    _write(lab, QUOTA, TRY_QUOTA)
    return Arrived("git switch quota", ((QUOTA, "there"),))


def switch_to_main(lab: Workspace) -> Arrived:
    """Go back to the main branch, which does not have that revision."""
    lab.examine()
    (lab.path / QUOTA).unlink(missing_ok=True)
    return Arrived("git switch main", ((QUOTA, "not on this branch"),))


def _check(rule: str) -> str:
    return f'CheckConstraint("{rule}", name="retries_known"),'


def _text(lab: Workspace, path: str) -> str:
    lab.examine()
    if not (lab.path / path).is_file():
        back = f'bring it back with `lab.bring("{path}")`' if path == MODEL else "run the cell with `pull_retries`"
        raise LabError(f"`{path}` is not there, so Mina has nothing to change.", f"First {back}, then this cell again.")
    return (lab.path / path).read_text(encoding="utf-8")


def _write(lab: Workspace, path: str, text: str) -> None:
    lab.examine()
    (lab.path / path).parent.mkdir(parents=True, exist_ok=True)
    (lab.path / path).write_text(text, encoding="utf-8")
