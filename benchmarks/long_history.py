"""Make a lesson's history as long as one grows in a few years: tables, columns, indexes, batch changes, data."""

from pathlib import Path

HEAD = '''\
"""{message}."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{down}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {body}


def downgrade() -> None:
    raise NotImplementedError("a benchmark only goes up")
'''
# What a team does to one table after the other: message, body; `{t}` is the table, `{n}` its number.
STEPS = (
    (
        "Create {t}",
        """op.create_table(
        "{t}",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id", name="fk_{t}_user"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False, server_default="plain"),
        sa.Column("amount", sa.Integer),
        sa.Column("created_at", sa.DateTime),
    )""",
    ),
    (
        "Fill {t} from users",
        """op.execute(
        "INSERT INTO {t} (user_id, amount, created_at) SELECT id, id * {n}, created_at FROM users"
    )""",
    ),
    ("Index {t} by user", """op.create_index("ix_{t}_user_id", "{t}", ["user_id", "kind"])"""),
    ("Add {t}.note", """op.add_column("{t}", sa.Column("note", sa.Text))"""),
    ("Write {t}.note", """op.execute("UPDATE {t} SET note = 'note ' || id WHERE amount > 100")"""),
    (
        "Make {t}.amount NOT NULL and wider",
        """op.execute("UPDATE {t} SET amount = 0 WHERE amount IS NULL")
    with op.batch_alter_table("{t}") as batch:
        batch.alter_column("amount", existing_type=sa.Integer, type_=sa.BigInteger, nullable=False)
        batch.create_check_constraint("ck_{t}_amount", "amount >= 0")""",
    ),
    (
        "Add {t}.state with an index",
        """op.add_column("{t}", sa.Column("state", sa.String(10), nullable=False, server_default="new"))
    op.create_index("ix_{t}_state", "{t}", ["state"])""",
    ),
    ("Sort {t} by state", """op.execute("UPDATE {t} SET state = CASE WHEN id % 3 THEN 'open' ELSE 'done' END")"""),
    (
        "Drop {t}.note",
        """with op.batch_alter_table("{t}") as batch:
        batch.drop_column("note")""",
    ),
)


def lengthen(versions: Path, total: int) -> None:
    """Add revisions after the last one until there are `total`."""
    names = sorted(file.stem for file in versions.glob("*.py"))
    for number in range(len(names) + 1, total + 1):
        step = number - len(names) - 1
        table, (message, body) = step // len(STEPS) + 1, STEPS[step % len(STEPS)]
        words = {"t": f"orders_{table}", "n": str(table)}
        revision = f"{number:03d}_step"
        text = HEAD.format(
            message=message.format(**words),
            revision=revision,
            down=names[-1] if step == 0 else f"{number - 1:03d}_step",
            body=body.format(**words),
        )
        (versions / f"{revision}.py").write_text(text, encoding="utf-8")
