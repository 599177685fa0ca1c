"""What `alembic merge` joins when one branch depends on the other: the handbook says it, and this runs it."""

from io import StringIO
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError

REVISION = "revision = {0!r}\ndown_revision = {1!r}\nbranch_labels = None\ndepends_on = {2!r}\n"
BRANCHES = (("base", None, None), ("reports", "base", None), ("bills", "base", "reports"))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Give a history with two branches, one of which depends on the other."""
    versions = tmp_path / "versions"
    versions.mkdir()
    for identity, down, needed in BRANCHES:
        (versions / f"{identity}.py").write_text(REVISION.format(identity, down, needed))
    (tmp_path / "script.py.mako").write_text(
        "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n"
        "branch_labels = None\ndepends_on = None\n"
    )
    config = Config()
    config.set_main_option("script_location", str(tmp_path))
    config.set_main_option("path_separator", "os")
    return config


def test_both_are_listed_as_heads_one_of_them_as_effective(config: Config) -> None:
    config.stdout = StringIO()

    command.heads(config)

    assert sorted(config.stdout.getvalue().splitlines()) == ["bills (head)", "reports (effective head)"]


def test_merge_heads_leaves_out_the_one_that_another_depends_on(config: Config) -> None:
    command.merge(config, "heads", rev_id="joined")

    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_revision("joined").down_revision == "bills"
    with pytest.raises(CommandError) as caught:
        scripts.get_revision("head")
    assert str(caught.value) == (
        "Multiple head revisions are present for given argument 'head'; please specify a specific target revision, "
        "'<branchname>@head' to narrow to a specific head, or 'heads' for all heads"
    )


def test_a_merge_that_names_both_joins_both(config: Config) -> None:
    command.merge(config, ["reports", "bills"], rev_id="joined")

    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_revision("joined").down_revision == ("reports", "bills")
    assert scripts.get_current_head() == "joined"
