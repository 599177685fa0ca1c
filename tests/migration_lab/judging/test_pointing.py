"""The learner's file and lines are pointed at; they are never judged."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from migration_lab.judging import pointing
from migration_lab.values.history import Broken, History
from migration_lab.values.revision_file import Revision
from tests.migration_lab.judging.replays import HISTORY, REVISION, replayed

FILE = "alembic/versions/002.py"
BATCH = "upgrade(): alter_column at line 10"


def text(body: str) -> str:
    return f"revision = 2\ndef upgrade():\n{body}\n"


def test_a_function_is_named_with_its_operations() -> None:
    assert pointing.place(replayed(), "upgrade()") == f"{FILE}, {BATCH}"


def test_an_empty_function_is_called_empty() -> None:
    assert pointing.place(replayed(), "downgrade()") == f"{FILE}, downgrade() at line 14: empty"


def test_any_other_place_stays_as_it_is() -> None:
    assert pointing.place(replayed(), "models and revision") == "models and revision"
    assert pointing.place(replayed(), "") == ""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "    op.a(); op.b()\n    op.c()\n    op.d()\n    op.e()",
            "upgrade(): a at line 3, b at line 3, c at line 4, d at line 5 and 1 more",
        ),
        ("    x = 1", "upgrade() at line 2"),
        ("    '''Say.'''", "upgrade() at line 2: empty"),
        ("    '''Say.'''\n    op.a()", "upgrade(): a at line 4"),
        ("    (", "upgrade()"),
    ],
)
def test_operations_are_read_from_the_file(body: str, words: str) -> None:
    replay = replace(replayed(), files={FILE: text(body)})

    assert pointing.place(replay, "upgrade()") == f"{FILE}, {words}"


def test_a_missing_function_is_told() -> None:
    replay = replace(replayed(), files={FILE: text("    pass")})

    assert pointing.place(replay, "downgrade()") == f"{FILE}, it has no downgrade()"


def test_several_revisions_are_counted() -> None:
    files = dict.fromkeys((FILE, "alembic/versions/003.py", "alembic/analytics/a9.py"), REVISION)
    replay = replace(replayed(), files=files, new=tuple(files))

    assert pointing.place(replay, "upgrade()") == (f"{FILE}, {BATCH}; alembic/versions/003.py, {BATCH}; and 1 more")


def test_without_a_revision_that_is_said() -> None:
    replay = replace(replayed(), files={"lab_app/x.py": ""}, new=("lab_app/x.py",))

    assert pointing.place(replay, "upgrade()") == "there is no new revision in alembic/versions"


def test_a_broken_file_is_named_with_the_line_of_its_place() -> None:
    assert pointing.broken(replayed(), Broken("002.py", 1, "It follows `9`.")) == f"{FILE}, line 5: It follows `9`."
    assert pointing.broken(replayed(), Broken("002.py", 7, "No.")) == f"{FILE}, line 7: No."
    assert pointing.broken(replayed(), Broken("001.py", 1, "No.")) == "001.py, line 1: No."


def test_a_revision_is_named_by_its_id_and_a_random_id_by_its_message() -> None:
    random = Revision("ae1027a6acf5", ("001",), "rename it", file="002.py")
    replay = replace(replayed(), histories={"primary": History((HISTORY.revisions[0], random))})

    assert pointing.labels(replayed()) == "002"
    assert pointing.labels(replay) == '"rename it"'


def test_the_way_to_an_error_is_harmless() -> None:
    traceback = '  File "alembic/versions/002.py", line 3, in upgrade\n    raise ValueError("\u202e")\n'

    assert pointing.trace(traceback) == (r'alembic/versions/002.py, line 3: raise ValueError("\u202e")',)


class Litter:
    """Garbage that runs Python code when it is collected: in the middle of parsing, another thread gets its turn."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        for _ in range(100):
            pass


@pytest.fixture
def hasty() -> Iterator[None]:
    """Let threads take turns as often as Python can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_files_are_parsed_in_turns_when_several_are_asked_at_once() -> None:
    long = replace(replayed(), files={FILE: text("    op.a()\n" + "    x = {1: [2, (3, f(4))]}\n" * 60)})

    def asked(_: int) -> str:
        for _ in range(200):
            Litter()
        return pointing.place(long, "upgrade()")

    with ThreadPoolExecutor(8) as threads:
        places = set(threads.map(asked, range(400)))

    assert places == {f"{FILE}, upgrade(): a at line 3"}
