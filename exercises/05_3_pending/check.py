"""Judge how far an upgrade went by the learner's own database: where it stands, its tables, and the rows in them."""

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OWN, STOP, EMAIL = "own", "006_index_endpoint_lookup", "users.email"
VERSIONS = "alembic/versions"
USERS = ("username", "full_name", "email", "created_at", "updated_at")
ENDPOINTS = ("owner_id", "name", "path", "method", "timeout_ms", "created_at")
PROFILES = ("user_id", "bio", "avatar_url", "created_at", "updated_at")


def stop(replay: Replay) -> Miss | None:
    """Expect the learner's own database at the last revision that may run."""
    return expect.version(replay, revision=STOP, after=OWN)


def tables(replay: Replay) -> Miss | None:
    """Expect what an upgrade that stops there makes: all that the head has, but for what comes after the stop."""
    return (
        _files(replay)
        or expect.own_tables(replay, but=("users.email", "users.timezone"))
        or expect.column_type(replay, EMAIL, type="VARCHAR(255)", after=OWN)
        or expect.nullable(replay, EMAIL, after=OWN)
        or expect.column_default(replay, EMAIL, default=None, after=OWN)
        or expect.column_gone(replay, "users.timezone", after=OWN)
    )


def _files(replay: Replay) -> Miss | None:
    """Expect the revisions that may run as the release brings them, and the others at least unedited."""
    edited = [file for file in replay.changed if file.startswith(VERSIONS)]
    gone = [file for file in replay.gone if file.startswith((f"{VERSIONS}/005", f"{VERSIONS}/006"))]
    if not edited + gone:
        return None
    said = f"{edited[0]} says something else than what the release brings" if edited else f"{gone[0]} is not there"
    return Miss(
        said,
        why="the database would say that a revision of the release has run, and have something else",
        next='exercise("05.3").reset() brings files and database back; this time edit nothing',
    )


def rows_kept(replay: Replay) -> Miss | None:
    """Expect every user, endpoint and profile as they were."""
    return (
        expect.rows_kept(replay, "users", columns=USERS, example=17, after=OWN)
        or expect.rows_kept(replay, "endpoint_configs", columns=ENDPOINTS, after=OWN)
        or expect.rows_kept(replay, "user_profiles", columns=PROFILES, after=OWN)
        or expect.other_untouched(replay, database="analytics", after=OWN)
    )


def switch(replay: Replay) -> Miss | None:
    """Expect what 005 makes of the rows that exist."""
    off = "SELECT id, is_active FROM endpoint_configs WHERE is_active IS NOT 1"
    return expect.invariant(replay, off, rule="the switch off", after=OWN)


def note(replay: Replay) -> str:
    """Tell what it means to take files away."""
    gone = [file.rpartition("/")[2] for file in replay.gone if file.startswith(VERSIONS)]
    if not gone:
        return ""
    return (
        f"{' and '.join(gone)} {'is' if len(gone) == 1 else 'are'} gone: release 2.5 needs what you took away. "
        "`alembic upgrade` with the revision to stop at needs no file taken away"
    )


def mistake_stamped(replay: Replay) -> Mistake | None:
    """Recognise `stamp`: a revision is recorded, and nothing has run."""
    if replay.own.revisions() == replay.start.revisions() or replay.own.schema() != replay.start.schema():
        return None
    return Mistake(
        "`stamp` records a revision and runs nothing",
        "tell the truth again with `alembic stamp 004_drop_user_bio`, then let `alembic upgrade` do the work",
    )


def mistake_too_far(replay: Replay) -> Mistake | None:
    """Recognise 007 run: the addresses are gone, and it may have been taken back."""
    if any(user["email"] for user in replay.own.by_key("users").values() if "email" in user):
        return None
    return Mistake(
        "007_tidy_users drops the addresses; its docstring says that it must wait for release 2.5, and that going back "
        "brings the column back empty. `alembic heads` named only what comes last",
        'exercise("05.3").reset() brings them back; then read `alembic history -v -r current:heads` first',
    )


def mistake_not_far_enough(replay: Replay) -> Mistake | None:
    """Recognise a database that has run one of the two."""
    if replay.own.revisions() != ("005_add_endpoint_active",):
        return None
    return Mistake(
        "006 may run tonight as well: it touches nothing that release 2.4 reads, and it stops by itself where rows "
        "break its rule",
        "`alembic history -r current:heads` lists what is left; go on to the last one that may run",
    )
