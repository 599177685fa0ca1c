"""Judge two heads made one: by a fresh upgrade, and by the learner's own database, which had run one of the two."""

from collections.abc import Mapping
from typing import Any

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OWN, FIRST, MINAS = "own", "006_index_endpoint_lookup", "alembic/versions/007_add_retries.py"
ZONE, RETRIES = "users.timezone", "endpoint_configs.retries"
TRIED_AGAIN = "SELECT id, retries FROM endpoint_configs WHERE retries <> 0"


def one_head(replay: Replay) -> Miss | None:
    """Expect one head, and nothing done to the file that other databases have run."""
    return expect.one_head(replay) or _released(replay) or expect.at_head(replay)


def _released(replay: Replay) -> Miss | None:
    if MINAS in replay.changed:
        return Miss(
            f"{MINAS} says something else than what production has run",
            "`down_revision` in this file",
            why="production has run this file as it was; what you write into it now will never run there",
            next="undo the change, and let what is not released give way",
        )
    if MINAS in replay.gone:
        return Miss(
            f"{MINAS} is not there any more",
            why="production stands at this revision: without its file every command stops there",
            next='bring it back: exercise("05.1").reset() does, and keeps your files in `attempts`',
        )
    return None


def both(replay: Replay) -> Miss | None:
    """Expect both columns as their revisions make them, and 0 for every endpoint."""
    return (
        expect.column_type(replay, ZONE, type="VARCHAR(40)")
        or expect.nullable(replay, ZONE)
        or expect.column_default(replay, ZONE, default=None)
        or expect.column_type(replay, RETRIES, type="INTEGER")
        or expect.not_nullable(replay, RETRIES)
        or expect.column_default(replay, RETRIES, default="0")
        or expect.invariant(replay, TRIED_AGAIN, rule="retries")
    )


def own(replay: Replay) -> Miss | None:
    """Expect of the learner's own database what a fresh upgrade makes."""
    return (
        expect.at_head(replay, after=OWN)
        or expect.column_exists(replay, RETRIES, after=OWN)
        or expect.column_exists(replay, ZONE, after=OWN)
        or expect.own_is_replayed(replay)
        or expect.invariant(replay, TRIED_AGAIN, rule="retries", after=OWN)
    )


def zones(replay: Replay) -> Miss | None:
    """Expect every zone that had been entered when the learner began, and every other row."""
    entered, now = _zones((replay.accident or replay.own).by_key("users")), _zones(replay.own.by_key("users"))
    lost = [user for user, zone in entered.items() if now.get(user) != zone]
    if not lost:
        return _invented(entered, now) or _rows(replay)
    user = 17 if 17 in lost else lost[0]
    return Miss(
        f"{len(lost)} of {len(entered)} zones are not what was entered; "
        f"user {user} lived in “{entered[user]}”, now {now.get(user) or 'nothing is told'}",
        next='exercise("05.1").reset() brings the zones back, and keeps your files in `attempts`',
    )


def _invented(entered: Mapping[object, object], now: Mapping[object, object]) -> Miss | None:
    more = [user for user in now if user not in entered]
    if not more:
        return None
    return Miss(
        f"{len(more)} users have a zone that they never entered; user {more[0]} lives in “{now[more[0]]}”",
        next='exercise("05.1").reset() brings back what was entered, and keeps your files in `attempts`',
    )


def _zones(users: Mapping[tuple[object, ...], Any]) -> dict[object, object]:
    told = [user for user in users.values() if "timezone" in user]
    return {user["id"]: user["timezone"] for user in told if user["timezone"]}


def _rows(replay: Replay) -> Miss | None:
    """Expect all else as it was."""
    return (
        expect.rows_kept(replay, "users", example=17, after=OWN)
        or expect.rows_kept(replay, "endpoint_configs", example=82, after=OWN)
        or expect.rows_kept(replay, "user_profiles", after=OWN)
        or expect.other_untouched(replay, database="analytics", after=OWN)
    )


def nothing_else(replay: Replay) -> Miss | None:
    """Expect of an upgrade the two columns and nothing beside them."""
    return expect.nothing_else(replay, (ZONE, RETRIES))


def way_back(replay: Replay) -> Miss | None:
    """Expect the start after the downgrade, and the first upgrade's end after the second one."""
    return expect.downgrade_restores(replay) or expect.upgrade_again_equal(replay)


def mistake_upgraded_both(replay: Replay) -> Mistake | None:
    """Recognise `upgrade heads`: the database has both, the history still two ends."""
    if len(replay.own.revisions()) < 2 or len(replay.history.heads) < 2:
        return None
    return Mistake(
        "`upgrade heads` runs both and joins nothing: the next revision, and every `upgrade head`, stops again",
        "join the two with `alembic merge`, by their names",
    )


def mistake_believed(replay: Replay) -> Mistake | None:
    """Recognise the file re-parented under a database that had run it: at the head, without Mina's column."""
    if (
        MINAS in replay.gone
        or expect.at_head(replay, after=OWN)
        or not expect.column_exists(replay, RETRIES, after=OWN)
    ):
        return None
    return Mistake(
        "your database had run your revision before it followed Mina's; now Alembic believes that hers has run too",
        "put `down_revision` back as it was, and join the two with `alembic merge`; or tell the database the truth "
        f"step by step: `stamp {FIRST}`, upgrade to Mina's, `stamp` yours",
    )


def mistake_taken_back(replay: Replay) -> Mistake | None:
    """Recognise the downgrade: the column is new, and empty."""
    if expect.at_head(replay, after=OWN) or _zones(replay.own.by_key("users")):
        return None
    return Mistake(
        "a downgrade of your revision drops the column with what was in it; the next upgrade makes it again, empty",
        'exercise("05.1").reset() brings the zones back; a merge takes nothing back',
    )


def mistake_not_run_yet(replay: Replay) -> Mistake | None:
    """Recognise files that are right, and a database that has not run them yet."""
    stands = replay.own.revisions()
    if len(replay.history.heads) != 1 or any(one not in replay.history for one in stands):
        return None
    left = [one.id for one in replay.history.pending(stands)]
    if not left:
        return None
    return Mistake(
        f"the files are one history now, and your database has yet to run {' and '.join(left)}",
        "`alembic upgrade head` runs what your database lacks",
    )
