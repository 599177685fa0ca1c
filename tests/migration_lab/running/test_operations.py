import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from migration_lab.running import operations
from migration_lab.running.failure import AlembicFailed
from migration_lab.running.operations import Operation
from migration_lab.running.runner import Runner
from tests.migration_lab import small_project

FOREIGN = (
    "Hint: the database has what the models do not have: {}. A revision drafted now would drop that, with all values "
    "in it. Is a module with models not imported in `alembic/env.py`? Does it belong to somebody else? "
    "Then let `include_name` in `alembic/env.py` leave it out. "
    "Draft the revision only when you took it out of the models yourself."
)


def check(runner: Runner, *statements: str) -> str:
    """Upgrade, change the database by hand, and return what the learner reads after `alembic check`."""
    runner.alembic("upgrade", "head")
    with closing(sqlite3.connect(runner.root / "app.db")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    with pytest.raises(AlembicFailed) as caught:
        runner.alembic("check").raise_for_failure()
    return str(caught.value)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("[('add_table', Table('notes', MetaData(), Column('id', Integer()), schema=None))]", "add_table notes"),
        ("""[('add_table', Table("o'x", MetaData(), schema=None))]""", "add_table o'x"),
        ("[('add_column', None, 'users', Column('nick', TEXT(), table=<users>))]", "add_column users.nick"),
        ("[('remove_column', 'main', 'users', Column('nick', TEXT()))]", "remove_column users.nick"),
        ("[[('modify_type', None, 'users', 'n', {'type': 1}, TEXT(), INTEGER())]]", "modify_type users.n"),
        ("[('remove_index', Index('ix_n', Column('n', TEXT(), table=<users>)))]", "remove_index ix_n"),
        ("[('add_constraint', UniqueConstraint(Column('n', NullType(), table=<users>)))]", "add_constraint on users"),
        ("[('add_fk', ForeignKeyConstraint(<x object at 0x…>, None, table=Table('p', MetaData())))]", "add_fk on p"),
        ("[('add_table_comment', None)]", "add_table_comment"),
    ],
)  # fmt: skip
def test_an_operation_reads_as_two_words(words: str, expected: str) -> None:
    assert [str(one) for one in operations.read(words)] == [expected]


def test_the_operations_of_a_nested_list_are_found_too() -> None:
    words = "[[('modify_type', None, 'a', 'b', {}, 1, 2), ('modify_nullable', None, 'a', 'b', {}, 1, 2)], ('remove_table', Table('c'))]"  # noqa: E501

    assert operations.read(words) == (
        Operation("modify_type", "a.b"),
        Operation("modify_nullable", "a.b"),
        Operation("remove_table", "c"),
    )


def test_what_the_models_have_more_is_written_as_a_revision(runner: Runner, root: Path) -> None:
    small_project.write(root, "lab_app/models.py", small_project.MODELS + "    email: Mapped[str]\n")

    assert check(runner) == (
        "New upgrade operations detected: add_column users.email\n`alembic check` ended with exit code 255.\n"
        "Hint: the models say more than the history: write the difference as a revision, "
        "`%alembic revision --autogenerate …`."
    )


def test_what_only_the_database_has_is_not_to_be_dropped_unseen(runner: Runner) -> None:
    said = check(
        runner, "CREATE TABLE notes (id INTEGER PRIMARY KEY, text UNIQUE)", "ALTER TABLE users ADD COLUMN nick TEXT"
    )

    assert said == (
        "New upgrade operations detected: remove_column users.nick, remove_table notes\n"
        "`alembic check` ended with exit code 255.\n" + FOREIGN.format("1 table (`notes`) and 1 column (`users.nick`)")
    )


def test_models_that_nobody_imports_are_counted(runner: Runner) -> None:
    said = check(runner, *(f"CREATE TABLE t{number} (id INTEGER PRIMARY KEY)" for number in range(8)))

    message, _, hint = said.partition("\n")
    assert (
        message == f"New upgrade operations detected: {', '.join(f'remove_table t{n}' for n in range(6))}, and 2 more"
    )
    assert hint.endswith(FOREIGN.format("8 tables (`t0`, `t1`, `t2`, `t3` and 4 more)"))
