"""Judge an adoption twice: the history on an empty database, and the learner's own database with its rows."""

from typing import Any

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OWN = "own"
LOCALE = "users.locale"
OLD = ("users", "endpoint_configs", "user_profiles")
ENDPOINTS = ("owner_id", "name", "path", "method", "timeout_ms", "is_active")
PROFILES = ("user_id", "bio", "avatar_url")
USERS = ("username", "full_name", "email", "created_at", "updated_at")


def from_nothing(replay: Replay) -> Miss | None:
    """Expect from the revisions alone what the database of the start has, and no more than the new column."""
    missed = expect.one_head(replay) or expect.at_head(replay)
    if missed:
        return missed
    made, wanted = replay.after("upgrade").schema(), replay.start.schema()
    for table in wanted.tables:
        missed = expect.table_exists(replay, table.name) or _columns(replay, table) or _rules(made[table.name], table)
        if missed:
            return missed
    more = [name for name in made.table_names if name not in wanted.table_names]
    return Miss(f"there is a table more than in yours: {more[0]}", "upgrade()") if more else None


def _columns(replay: Replay, wanted: Any) -> Miss | None:
    made = replay.after("upgrade").schema()[wanted.name]
    for column in wanted.columns:
        place = f"{wanted.name}.{column.name}"
        missed = expect.column_exists(replay, place)
        if missed:
            return missed
        if made[column.name] != column:
            said = f"{made[column.name].words} on an empty database, and {column.words} in yours"
            return Miss(f"{place} is {said}", "upgrade()")
    more = [f"{wanted.name}.{name}" for name in made.column_names if name not in wanted]
    more = [place for place in more if place != LOCALE]
    return Miss(f"{more[0]} is more than yours has", "upgrade()") if more else None


def _rules(made: Any, wanted: Any) -> Miss | None:
    lost = _said(wanted) - _said(made)
    return Miss(f"{wanted.name} lacks, of what yours has: {min(lost)}", "upgrade()") if lost else None


def _said(table: Any) -> set[str]:
    rules = (table.primary_key, *table.foreign_keys, *table.uniques, *table.checks, *table.indexes)
    return {f"{rule.name} {rule.words}" for rule in rules}


def at_head(replay: Replay) -> Miss | None:
    """Expect of the learner's own database that its version and its tables tell the same story."""
    return expect.own_is_replayed(replay)


def locale(replay: Replay) -> Miss | None:
    """Expect the new column, with its default in every row."""
    missed = (
        expect.column_type(replay, LOCALE, type="VARCHAR(5)", after=OWN)
        or expect.not_nullable(replay, LOCALE, after=OWN)
        or expect.column_default(replay, LOCALE, default="'en'", after=OWN)
    )
    if missed:
        return missed
    users = replay.own.by_key("users")
    wrong = [row for row in users.values() if row["locale"] != "en" and row["id"] <= replay.exercise.users]
    if not wrong:
        return None
    return Miss(
        f"locale is not 'en' for {len(wrong):,} of {len(users):,} users; user {wrong[0]['id']}: {wrong[0]['locale']!r}"
    )


def rows_kept(replay: Replay) -> Miss | None:
    """Expect everybody and everything of the start in the learner's own database."""
    return (
        expect.rows_kept(replay, "users", columns=USERS, example=17, after=OWN)
        or expect.rows_kept(replay, "endpoint_configs", columns=ENDPOINTS, after=OWN)
        or expect.rows_kept(replay, "user_profiles", columns=PROFILES, after=OWN)
    )


def models(replay: Replay) -> Miss | None:
    """Expect that models and database agree."""
    return expect.models_agree(replay)


def way_back(replay: Replay) -> Miss | None:
    """Expect nothing after the downgrade, and the first upgrade's end after the second one."""
    for name in OLD:
        missed = expect.table_gone(replay, name, after="downgrade")
        if missed:
            return missed
    left = replay.after("downgrade").schema().table_names
    if left:
        return Miss(f"after the downgrade there is still the table {left[0]}", "downgrade()")
    return expect.upgrade_again_equal(replay)


def mistake_draft_beside_the_real_one(replay: Replay) -> Mistake | None:
    """Recognise a first revision that only changes: it was drafted beside a database that had the tables."""
    if not replay.failed or "no such table" not in replay.failed.run.error:
        return None
    return Mistake(
        "the draft was compared with a database that has the tables, so it does not make them. Your database would "
        "be fine, and nobody could make a second one",
        "write the baseline first: a revision that makes what is there, drafted beside an empty database",
    )


def mistake_stamped_too_far(replay: Replay) -> Mistake | None:
    """Recognise a stamp of a revision that has not run: version at the head, the column is not there."""
    own = next((one for one in replay.own.schema().tables if one.name == "users"), None)
    if own is None or "locale" in own or not replay.own.revisions():
        return None
    return Mistake(
        "`stamp` records and does not look: the version says that the column is there, and no upgrade will add it",
        "let the baseline hold what the database has; stamp that one, and let `alembic upgrade head` do the rest",
    )


def mistake_not_stamped(replay: Replay) -> Mistake | None:
    """Recognise an upgrade of the real database from the beginning: it stops at the first table."""
    if replay.own.revisions() or not replay.mine() or replay.failed:
        return None
    return Mistake(
        "Alembic knows nothing of your database: it would run the baseline, and “table users already exists” stops it",
        "say that the baseline is done there: `alembic stamp` with its id; then `alembic upgrade head`",
    )


def mistake_made_anew(replay: Replay) -> Mistake | None:
    """Recognise a database whose tables were dropped and made again."""
    if replay.own.count("users") != 0:
        return None
    return Mistake(
        "a downgrade of the baseline drops the tables with all rows; the upgrade makes them again, empty",
        'exercise("01.2").reset() brings the rows back, and keeps your files in `attempts`; then stamp, and only go up',
    )
