"""Judge a loop by the rows it passed over, on a copy and in the learner's own database."""

from typing import Any

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OWN, REVISION = "own", "008_lower_addresses"
OTHERS = ("username", "full_name", "created_at", "updated_at")
TABLES = ("users", "endpoint_configs", "user_profiles")


def at_head(replay: Replay) -> Miss | None:
    """Expect the colleague's revision as the one head, and the upgrade at it."""
    return expect.one_head(replay) or expect.version(replay, revision=REVISION)


def addresses(replay: Replay) -> Miss | None:
    """Expect each address of the start in small letters, and NULL where there was none."""
    return expect.values_changed(replay, ("users.email", "users.email"), change=_lower, example=9740)


def rows_kept(replay: Replay) -> Miss | None:
    """Expect every row, with all but the address; the schema; the other database."""
    missed = expect.rows_kept(replay, "users", columns=OTHERS, example=9740)
    for table in TABLES:
        missed = missed or (None if table == "users" else expect.rows_kept(replay, table))
        missed = missed or expect.count_kept(replay, table)
    return missed or _same_schema(replay) or expect.other_untouched(replay, database="analytics")


def again(replay: Replay) -> Miss | None:
    """Expect a downgrade that runs and loses nobody, and the same end after the second upgrade."""
    return expect.downgrade_runs(replay) or _nobody_lost(replay) or expect.upgrade_again_equal(replay)


def own(replay: Replay) -> Miss | None:
    """Expect the learner's own database at the revision, and all that it does done."""
    return (
        expect.version(replay, revision=REVISION, after=OWN)
        or expect.values_changed(replay, ("users.email", "users.email"), change=_lower, example=9740, after=OWN)
        or expect.own_is_replayed(replay)
        or expect.own_rows_kept(replay)
    )


def mistake_offset(replay: Replay) -> Mistake | None:
    """Recognise the pages that were jumped over: the first one is done, the second one is not."""
    if replay.failed or not addresses(replay):
        return None
    users = replay.after("upgrade").by_key("users")
    left = [key for key, user in users.items() if "email" in user and user["email"] != _lower(user["email"])]
    if len(left) == 239:
        return Mistake(
            "each page that is done leaves the list, the rest moves up, and the next OFFSET jumps over fifty who wait",
            "page along the key, `id > :after` with the last id of the page before, and no OFFSET",
        )
    if left and all(key[0] > 9600 for key in left):
        return Mistake(
            "it stopped at the gap: from 601 to 9600 there is nobody, and after that there are 400 users",
            "begin each batch after the last id of the one before, not at the next multiple",
        )
    return None


def mistake_half_in_own(replay: Replay) -> Mistake | None:
    """Recognise the repaired file beside a database that the broken one had run on."""
    if replay.failed or addresses(replay) or expect.version(replay, revision=REVISION, after=OWN):
        return None
    if not expect.values_changed(replay, ("users.email", "users.email"), change=_lower, after=OWN):
        return None
    return Mistake(
        "the file is repaired, but 008 had run on your database before that, and a revision does not run twice",
        "`%alembic downgrade -1`, then `%alembic upgrade head`",
    )


def _lower(address: Any) -> Any:
    return address.lower() if isinstance(address, str) else address


def _nobody_lost(replay: Replay) -> Miss | None:
    for table in TABLES:
        columns = OTHERS if table == "users" else ()
        missed = expect.rows_kept(replay, table, columns=columns, after="downgrade")
        missed = missed or expect.count_kept(replay, table, after="downgrade")
        if missed:
            return missed
    return _same_schema(replay, after="downgrade")


def _same_schema(replay: Replay, after: str = "upgrade") -> Miss | None:
    if replay.after(after).schema() == replay.start.schema():
        return None
    tables = ", ".join(replay.after(after).schema().table_names)
    return Miss(f"the schema is another one than at the start; its tables: {tables}", f"{after}()")
