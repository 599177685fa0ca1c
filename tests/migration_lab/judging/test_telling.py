"""The other verdicts in full: credit first, then what was done, expected and found, then one step."""

from dataclasses import replace

from migration_lab.errors import LabError
from migration_lab.judging import telling
from migration_lab.judging.criteria import Fault, Outcome
from migration_lab.judging.miss import Miss, Mistake
from migration_lab.values.history import History
from migration_lab.values.revision_file import Revision
from tests.migration_lab.judging.replays import GOALS, HISTORY, exercise, replayed

HOLD = tuple(Outcome(goal) for goal in GOALS)
MISSED = (HOLD[0], Outcome(GOALS[1], Miss("row 17 of users was 'Ada Byron', is ''", "upgrade()")))
DID = "upgrade → downgrade → upgrade again on a copy of the start database (4 users), with your 002"


def test_done() -> None:
    verdict = telling.done(replayed(), HOLD, "")

    assert (
        str(verdict)
        == f"""\
Done: 2 of 2 hold                                       02.9 Keep the names
  holds     there is one head; every user keeps their name
  Did       {DID}
  compare   exercise("02.9").compare()"""
    )
    assert (verdict.kind, verdict.holds, verdict.criterion) == ("done", ("rename.one-head", "rename.rows-kept"), "")


def test_done_with_a_note() -> None:
    verdict = telling.done(replayed(), HOLD, "your change rebuilds the table users (4 rows copied)")

    assert (
        str(verdict)
        == f"""\
Done, with a note: 2 of 2 hold                          02.9 Keep the names
  holds     there is one head; every user keeps their name
  Did       {DID}
  note      your change rebuilds the table users (4 rows copied)
  compare   exercise("02.9").compare()"""
    )


def test_not_yet() -> None:
    verdict = telling.not_yet(replayed(), MISSED, None)

    assert (
        str(verdict)
        == f"""\
Not yet: 1 of 2 hold                                    02.9 Keep the names
  holds     there is one head
  Did       {DID}
  Expected  every user keeps their name: user 17 is “Ada Byron”
  Found     row 17 of users was 'Ada Byron', is ''
  Where     alembic/versions/002.py, upgrade(): alter_column at line 10
  Next      exercise("02.9").hint() is one idea (1 of 3)"""
    )
    assert (verdict.kind, verdict.criterion) == ("not yet", "rename.rows-kept")


def test_a_known_mistake_replaces_why_and_next_never_expected_and_found() -> None:
    plain, known = telling.not_yet(replayed(), MISSED, None), telling.not_yet(replayed(), MISSED, Mistake("so", "go"))

    assert (known["Why"], known["Next"]) == ("so", "go")
    assert (known["Expected"], known["Found"], known["Where"]) == (plain["Expected"], plain["Found"], plain["Where"])


def test_a_miss_may_say_more() -> None:
    miss = Miss("found", where="there", why="because", next="do", expected="this")

    verdict = telling.not_yet(replayed(), (Outcome(GOALS[0], miss),), None)

    assert [line.words for line in verdict.lines][1:] == ["this", "found", "there", "because", "do"]


def test_two_heads() -> None:
    history = History((*HISTORY.revisions, Revision("003", ("001",), file="003_b.py")))
    replay = replace(replayed(), histories={"primary": history})
    outcomes = (Outcome(GOALS[0], Miss("2 heads")), MISSED[1])

    assert (
        str(telling.several_heads(replay, outcomes, None))
        == f"""\
Not yet: 0 of 2 hold                                    02.9 Keep the names
  Did       {DID}
  Expected  one head: one revision that nothing follows
  Found     2 heads: 002 (002.py), 003 (003_b.py)
  Where     `down_revision` in these files
  Why       an upgrade to `head` must end at one revision; with two Alembic stops before it does anything
  Next      join them with `alembic merge heads -m "…"`, or let one follow the other in its `down_revision`"""
    )


def test_not_opened() -> None:
    assert (
        str(telling.not_started(exercise(), None))
        == """\
Not started                                             02.9 Keep the names
  Found     its workspace was not opened yet
  Next      exercise("02.9").start()"""
    )


def test_not_started_where_the_learner_writes_the_first_revision() -> None:
    said = telling.not_started(exercise(), replace(replayed(), histories={"primary": History()}))

    assert said["Found"] == "no file and no row has changed since the start; there is no revision yet"


def test_not_started() -> None:
    assert (
        str(telling.not_started(exercise(), replayed()))
        == """\
Not started                                             02.9 Keep the names
  Found     no file and no row has changed since the start; the newest revision is 002
  Next      do what the task says, then exercise("02.9").check()"""
    )


def test_lab_state_is_off() -> None:
    assert (
        str(telling.off(exercise(), LabError("the database is at 000, this exercise starts at 001", "go back")))
        == """\
Lab state is off                                        02.9 Keep the names
  Found     the database is at 000, this exercise starts at 001
  Next      go back"""
    )


def test_our_checker_broke() -> None:
    verdict = telling.broke(exercise(), Fault("KeyError", "rename.rows-kept", "migration-lab 02.9 KeyError: 'x'"))

    assert (
        str(verdict)
        == """\
Our checker broke                                       02.9 Keep the names
  Found     our checker broke (KeyError in rename.rows-kept); nothing is wrong with your work
  Next      paste the line below into a report; your files and databases were only read
  Report    migration-lab 02.9 KeyError: 'x'"""
    )
    assert verdict.report == "migration-lab 02.9 KeyError: 'x'"


def test_a_fault_behind_the_first_miss_is_kept_for_the_author() -> None:
    broken = Outcome(GOALS[1], fault=Fault("KeyError", "rename.rows-kept", "the line"))

    verdict = telling.not_yet(replayed(), (Outcome(GOALS[0], Miss("2 heads")), broken), None)

    assert (verdict.kind, verdict.criterion, verdict.report) == ("not yet", "rename.one-head", "the line")


def test_an_update_of_the_lab_is_told() -> None:
    verdict = telling.outdated(telling.not_yet(replayed(), MISSED, None))

    assert str(verdict).splitlines()[-1] == (
        '  note      the lab was updated since you started; if this surprises you, exercise("02.9").reset() starts anew'
    )


def test_what_the_project_brought_is_not_called_the_learners() -> None:
    replay = replace(replayed(), new=(), files={}, histories={"primary": HISTORY})

    assert telling.done(replay, HOLD, "")["Did"].endswith(", with the project's own revisions")


def test_a_history_that_is_written_for_a_database_without_one_begins_with_an_empty_one() -> None:
    one = exercise()
    adopting = replace(one, beginning=replace(one.beginning, unversioned=True))

    said = telling.done(replace(replayed(), exercise=adopting), HOLD, "")["Did"]

    assert said == "upgrade → downgrade → upgrade again on an empty database, with your 002"
