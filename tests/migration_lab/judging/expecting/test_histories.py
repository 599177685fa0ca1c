"""One head, a new revision, ids that fit, and where a database stands; each holds and fails."""

from dataclasses import replace

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Replay
from migration_lab.values.history import History
from migration_lab.values.revision_file import Revision
from tests.migration_lab.judging.replays import HISTORY, replayed

SECOND = Revision("003", ("001",), file="003_other.py")


def with_history(*revisions: Revision) -> Replay:
    return replace(replayed(), histories={"primary": History(revisions), "analytics": History()})


def test_one_head_is_expected() -> None:
    assert expect.one_head(replayed()) is None
    assert expect.one_head(with_history(*HISTORY.revisions, SECOND)) == Miss(
        "2 heads: 002 (002.py), 003 (003_other.py)", "`down_revision` in these files"
    )
    assert expect.one_head(with_history()) == Miss("there is no revision that nothing follows", "the revision files")


def test_a_new_revision_is_expected() -> None:
    assert expect.new_revision(replayed()) is None
    assert expect.new_revision(replace(replayed(), new=())) == Miss("2 revisions, none of them new; the newest: 002")


def test_a_version_is_expected() -> None:
    assert expect.version(replayed(), revision="002") is None
    assert expect.version(replayed(), revision="001", after="downgrade") is None
    assert expect.version(replayed(), revision="003") == Miss("the copy `primary` is at 002, not at 003", "upgrade()")
    assert expect.at_head(replayed()) is None
    assert expect.at_head(replayed(), after="own") == Miss("your own database `primary` is at 001, not at 002")


def test_an_id_must_fit_its_column() -> None:
    long = Revision("003_" + "x" * 40, ("002",), file="003.py")

    assert expect.ids_fit(replayed()) is None
    assert expect.ids_fit(with_history(*HISTORY.revisions, long)) == Miss(
        f"1 revision id with more than 32 characters; first: 003_{'x' * 40} with 44 (003.py)",
        "`revision` in this file",
    )
