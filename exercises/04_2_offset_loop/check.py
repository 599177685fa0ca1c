"""Judge a loop by the rows it passed over, on a copy and in the learner's own database."""

from typing import Any

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OWN, REVISION = "own", "008_lower_addresses"
OTHERS = ("username", "full_name", "created_at", "updated_at")
EMAIL = "users.email"


def at_head(replay: Replay) -> Miss | None:
    """Expect the colleague's revision as the one head, and the upgrade at it."""
    return expect.one_head(replay) or expect.version(replay, revision=REVISION)


def addresses(replay: Replay) -> Miss | None:
    """Expect each address of the start in small letters, and NULL where there was none."""
    return expect.values_changed(replay, (EMAIL, EMAIL), change=_lower, example=9740)


def rows_kept(replay: Replay) -> Miss | None:
    """Expect every row, with all but the address; the schema; the other database."""
    return _kept(replay, "upgrade")


def again(replay: Replay) -> Miss | None:
    """Expect a downgrade that runs and touches at most the addresses, and the same end after the second upgrade."""
    return (
        expect.downgrade_runs(replay)
        or _kept(replay, "downgrade")
        or _no_new_address(replay)
        or expect.upgrade_again_equal(replay)
    )


def own(replay: Replay) -> Miss | None:
    """Expect the learner's own database at the revision, and all that it does done."""
    return (
        expect.version(replay, revision=REVISION, after=OWN)
        or expect.values_changed(replay, (EMAIL, EMAIL), change=_lower, example=9740, after=OWN)
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


def mistake_not_upgraded(replay: Replay) -> Mistake | None:
    """Recognise the repaired file that was never run on the learner's own database."""
    if replay.failed or at_head(replay) or addresses(replay) or rows_kept(replay) or again(replay):
        return None
    if not expect.version(replay, revision=REVISION, after=OWN):
        return None
    return Mistake("the file is repaired, and 008 has not run on your own database since", "`%alembic upgrade head`")


def mistake_half_in_own(replay: Replay) -> Mistake | None:
    """Recognise the repaired file beside a database that the broken one had run on."""
    if replay.failed or addresses(replay) or rows_kept(replay) or again(replay):
        return None  # a reason belongs to what is found first
    if expect.version(replay, revision=REVISION, after=OWN):
        return None
    if not expect.values_changed(replay, (EMAIL, EMAIL), change=_lower, after=OWN):
        return None
    return Mistake(
        "the file is repaired, but 008 had run on your database before that, and a revision does not run twice",
        "`%alembic downgrade -1`, then `%alembic upgrade head`",
    )


def _lower(address: Any) -> Any:
    return address.lower() if isinstance(address, str) else address


def _kept(replay: Replay, after: str) -> Miss | None:
    return (
        expect.rows_kept(replay, "users", columns=OTHERS, example=9740, after=after)
        or expect.count_kept(replay, "users", after=after)
        or expect.nothing_else(replay, ("users.*",), after=after)
    )


def _no_new_address(replay: Replay) -> Miss | None:
    """Expect after the downgrade each address as it was before the upgrade, or as it is after it."""
    before, now = replay.start.by_key("users"), replay.after("downgrade").by_key("users")
    wrong = [
        key for key in sorted(before) if now[key]["email"] not in (before[key]["email"], _lower(before[key]["email"]))
    ]
    if not wrong:
        return None
    was, found = before[wrong[0]]["email"], now[wrong[0]]["email"]
    said = "NULL" if found is None else f"'{found}'"
    return Miss(
        f"{len(wrong):,} addresses that nobody had; user {wrong[0][0]} had '{was}', has {said}",
        "downgrade()",
        why="which addresses had capitals is not known any more, and a downgrade must not guess",
        next="leave the addresses as they are: `pass`",
    )
