"""A solution's revision without one of its lines, with one more, or with a rival beside it."""

from dataclasses import replace

from migration_lab.judging.replay import Replay
from migration_lab.selfcheck.mutants import rewriting
from tests.migration_lab.judging.replays import HISTORY, replayed

FILE = "alembic/versions/002.py"
REVISION = """revision = "002"
down_revision = "001"


def upgrade():
    with op.batch_alter_table("users") as batch:
        batch.drop_column("name")  # gone
    if True:
        op.execute("UPDATE users SET email = 'a very long address of nobody at all'")


def downgrade():
    op.add_column("users", sa.Column("name"))
"""


def solution(text: str = REVISION) -> Replay:
    return replace(replayed(), files={FILE: text})


def test_each_line_that_calls_something_is_left_out_once() -> None:
    found = {one.words: one.texts for one in rewriting.mutants(solution())}

    assert list(found) == [
        "files: upgrade() without drop_column(“name”) in line 7",
        "files: upgrade() without execute(“UPDATE users SET email = 'a very lon…”) in line 9",
        "files: upgrade() empty",
        "files: downgrade() without add_column(“users”) in line 13",
        "files: upgrade() makes one more table",
        "files: a second head",
    ]


def test_a_line_that_is_left_out_leaves_the_rest() -> None:
    first, *_, back, more, _ = [one.texts.get(FILE, "") for one in rewriting.mutants(solution())]

    assert "drop_column" not in first
    assert "UPDATE users" in first
    assert "pass" in back.partition("def downgrade")[2]
    assert "mutant.execute" in more.partition("def upgrade")[2].partition("def downgrade")[0]
    for text in (first, back, more):
        compile(text, FILE, "exec")


def test_a_rival_follows_the_start() -> None:
    rival = list(rewriting.mutants(solution()))[-1]

    assert list(rival.texts) == ["alembic/versions/zz_mutant.py"]
    assert "down_revision = '001'" in rival.texts["alembic/versions/zz_mutant.py"]


def test_a_revision_without_a_downgrade_has_mutants_of_the_upgrade_only() -> None:
    text = REVISION.partition("def downgrade")[0]

    words = [one.words for one in rewriting.mutants(solution(text))]

    assert [one for one in words if "downgrade" in one] == []
    assert "files: upgrade() empty" in words


def test_a_solution_without_a_revision_has_no_such_mutants() -> None:
    own = replace(replayed(), files={}, new=())

    assert list(rewriting.mutants(own)) == []
    assert HISTORY.heads == ("002",)
