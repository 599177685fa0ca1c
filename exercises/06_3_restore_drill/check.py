"""Judge a restore by the learner's own database, against the one from before the accident."""

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OWN, NEWEST = "own", "006_index_endpoint_lookup"
TABLES = ("users", "endpoint_configs", "user_profiles")
BACKUPS = tuple(f"backups/{day}.db" for day in ("monday", "tuesday", "wednesday"))


def rows(replay: Replay) -> Miss | None:
    """Expect every row of before the accident, and none besides."""
    for table in TABLES:
        missed = expect.rows_kept(replay, table, example=17, after=OWN) or _as_many(replay, table)
        if missed:
            return missed
    return expect.no_orphans(replay, after=OWN) or expect.other_untouched(replay, database="analytics", after=OWN)


def rules(replay: Replay) -> Miss | None:
    """Expect the schema of before the accident; what a missing upgrade would make is not asked twice."""
    for table in TABLES:
        missed = _keyed(replay, table)
        if missed:
            return missed
    return None if expect.version(replay, revision=NEWEST, after=OWN) else expect.own_is_replayed(replay)


def _keyed(replay: Replay, table: str) -> Miss | None:
    meant, own = replay.start.schema()[table], replay.own.schema()
    if table not in own.table_names:
        return expect.table_exists(replay, table, after=OWN)
    if own[table].primary_key == meant.primary_key:
        return None
    found = own[table].primary_key.words if own[table].primary_key else "no primary key"
    return Miss(f"{table} has {found} in your own database; before the accident it had {meant.primary_key.words}")


def version(replay: Replay) -> Miss | None:
    """Expect the database at the newest revision, and the backups as they were."""
    return expect.version(replay, revision=NEWEST, after=OWN) or _backups(replay)


def _backups(replay: Replay) -> Miss | None:
    """Expect that no backup was used up or written to."""
    used = [one for one in BACKUPS if one in replay.gone]
    written = [one for one in BACKUPS if one in replay.changed]
    if used:
        return Miss(f"{used[0]} is not there any more: the next accident finds nothing to restore")
    if written:
        return Miss(f"{written[0]} is not what it was: a backup is read, or copied first")
    return None


def _as_many(replay: Replay, table: str) -> Miss | None:
    meant, found = replay.start.count(table), replay.own.count(table)
    return None if meant == found else Miss(f"{table} has {found:,} rows in your own database; it had {meant:,}")


def mistake_monday(replay: Replay) -> Mistake | None:
    """Recognise the copied file: the newest users are not in it."""
    if replay.own.count("users") != 960:
        return None
    return Mistake(
        "monday.db is a copy of the file alone: what the service had written last was still in the write-ahead log "
        "beside it. The file opens, and `integrity_check` finds nothing wrong",
        "count the rows of all three, then restore another one",
    )


def mistake_tuesday(replay: Replay) -> Mistake | None:
    """Recognise the tables that were made by a SELECT: no key, no rule."""
    own = replay.own.schema()
    if "users" not in own.table_names or own["users"].primary_key:
        return None
    return Mistake(
        "tuesday.db was made with CREATE TABLE … AS SELECT: all values, no key, no UNIQUE, no NOT NULL, no index",
        'exercise("06.3").reset(), then a file that has the rules too; or fetch only the lost rows out of this one',
    )


def mistake_stamped(replay: Replay) -> Mistake | None:
    """Recognise a stamp where an upgrade was due: the rows and keys are there, what 006 makes is not."""
    if expect.version(replay, revision=NEWEST, after=OWN) or not expect.index_named(
        replay, "endpoint_configs", name="ix_endpoint_configs_active_path", after=OWN
    ):
        return None
    return Mistake(
        "the version table says 006, its index and its rule are not there: `stamp` says only that it has happened",
        "`alembic stamp 005_add_endpoint_active`, which is where wednesday.db was, then `alembic upgrade head`",
    )


def mistake_not_upgraded(replay: Replay) -> Mistake | None:
    """Recognise the good backup, left where it stands."""
    if replay.own.revisions() != ("005_add_endpoint_active",):
        return None
    return Mistake(
        "a backup brings its own version table along, and wednesday.db is older than the last release: the service "
        "of today would meet the schema of yesterday",
        "`alembic current` after each restore, then `alembic upgrade head`",
    )
