"""Judge two histories by what each command made, and in which of the two databases."""

from dataclasses import replace

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

OWN, ANALYTICS = "own", "analytics"
USERS = ("username", "full_name", "email", "created_at", "updated_at")
TABLES = {
    "request_events": {
        "id": "INTEGER",
        "endpoint_id": "INTEGER",
        "user_id": "INTEGER",
        "method": "VARCHAR(10)",
        "path": "VARCHAR(255)",
        "status_code": "INTEGER",
        "duration_ms": "INTEGER",
        "occurred_at": "DATETIME",
    },
    "daily_usage": {
        "endpoint_id": "INTEGER",
        "day": "DATE",
        "requests": "INTEGER",
        "errors": "INTEGER",
        "total_duration_ms": "INTEGER",
        "counted_by": "VARCHAR(32)",
    },
}
DEFAULTS = {"request_events.occurred_at": "CURRENT_TIMESTAMP", "daily_usage.counted_by": "'service'"}
INDEXES = ("ix_request_events_endpoint_id_occurred_at", "ix_request_events_occurred_at")
MAY_BE_NULL = "request_events.user_id"
ONE_FOR_ONE = "in env.py one database for one command: address and metadata by `config.config_ini_section`"


def tables(replay: Replay) -> Miss | None:
    """Expect both tables with their columns, indexes and rules."""
    missed = _tables(replay)
    if missed and not replay.mine(ANALYTICS):
        return replace(missed, where="there is no revision in alembic/analytics")
    return missed


def _tables(replay: Replay) -> Miss | None:
    places = [(f"{table}.{name}", kind) for table, columns in TABLES.items() for name, kind in columns.items()]
    events = f"{ANALYTICS}:request_events"
    return (
        next((miss for place, kind in places if (miss := _column(replay, place, kind))), None)
        or expect.values_refused(replay, events, values={"status_code": 99})
        or expect.values_refused(replay, events, values={"status_code": 600})
        or expect.values_taken(replay, events, values={"status_code": 599})
        or expect.constraint_named(replay, events, name="ck_request_events_status_code_range")
        or expect.index(replay, events, columns=["endpoint_id", "occurred_at"])
        or expect.index(replay, events, columns=["occurred_at"])
        or next((miss for name in INDEXES if (miss := expect.index_named(replay, events, name=name))), None)
        or _nothing_more(replay)
    )


def _nothing_more(replay: Replay) -> Miss | None:
    """Expect no column that the models do not have, and no index that refuses a second request."""
    schema = replay.after("upgrade").schema(ANALYTICS)
    more = [f"{table}.{name}" for table in TABLES for name in schema[table].column_names if name not in TABLES[table]]
    if more:
        return Miss(f"the models have no {more[0]}", "the revisions in alembic/analytics")
    unique = [one.name for table in TABLES for one in schema[table].indexes if one.unique]
    return Miss(f"the index {unique[0]} is unique: two requests may come at one moment") if unique else None


def _column(replay: Replay, place: str, kind: str) -> Miss | None:
    at = f"{ANALYTICS}:{place}"
    null = expect.nullable if place == MAY_BE_NULL else expect.not_nullable
    return (
        expect.column_type(replay, at, type=kind)
        or null(replay, at)
        or expect.column_default(replay, at, default=DEFAULTS.get(place))
    )


def only_its_own(replay: Replay) -> Miss | None:
    """Expect no table of the other database, and a revision of its own history."""
    strange = [name for name in replay.after("upgrade").schema(ANALYTICS).table_names if name not in TABLES]
    if strange:
        found = f"the analytics database has {len(strange)} more: {', '.join(strange)}"
        ours = strange == _version_tables(replay, ANALYTICS)
        return Miss(found, "alembic/env.py" if ours else "the revisions in alembic/analytics")
    return expect.at_head(replay, database=ANALYTICS)


def primary(replay: Replay) -> Miss | None:
    """Expect the primary database as it was, on the copy and in the learner's own, and as its models say."""
    return (
        expect.other_untouched(replay, database="primary")
        or expect.rows_kept(replay, "users", columns=USERS, example=17, after=OWN)
        or expect.other_untouched(replay, database="primary", after=OWN)
        or expect.models_agree(replay)
    )


def models(replay: Replay) -> Miss | None:
    """Expect that the analytics metadata agrees with the analytics database."""
    return expect.models_agree(replay, database=ANALYTICS)


def yours(replay: Replay) -> Miss | None:
    """Expect the learner's own databases at the heads, each of its own history."""
    return expect.at_head(replay, after=OWN) or expect.own_is_replayed(replay, database=ANALYTICS)


def way_back(replay: Replay) -> Miss | None:
    """Expect an empty analytics database after the downgrade, and the same one after the second upgrade."""
    return (
        expect.downgrade_restores(replay)
        or expect.downgrade_restores(replay, database=ANALYTICS)
        or expect.upgrade_again_equal(replay, database=ANALYTICS)
    )


def mistake_no_section(replay: Replay) -> Mistake | None:
    """Recognise a name after `-n` that `alembic.ini` does not have."""
    if not replay.failed or "No 'script_location' key found" not in replay.failed.run.output:
        return None
    return Mistake(
        "`-n analytics` reads the section `[analytics]` of `alembic.ini`, and there is none that says where the "
        "scripts are",
        "write that section like `[alembic]`, with `version_locations = %(here)s/alembic/analytics`",
    )


def mistake_version_table(replay: Replay) -> Mistake | None:
    """Recognise a version table under another name."""
    for database in replay.start.names:
        for named in _version_tables(replay, database):
            return Mistake(
                f"`{named}` is Alembic's version table under another name; whoever asks where a database stands, as "
                "the service does when it starts, looks into `alembic_version`. Another name is for two histories in "
                "one database, and here each has its own",
                f"take `version_table` out of env.py; {_undone(database, named)}",
            )
    return None


def _version_tables(replay: Replay, database: str) -> list[str]:
    """Name the tables that Alembic made for itself under another name than its usual one."""
    schema = (replay.steps[0].state if replay.steps else replay.start).schema(database)
    return [name for name in schema.table_names if schema[name].column_names == ("version_num",)]


def _undone(database: str, table: str) -> str:
    if database == ANALYTICS:
        return "then delete `analytics.db`, and run `alembic -n analytics upgrade head`"
    return f"where your own primary database has `{table}`, `DROP TABLE {table}` takes it away"


def mistake_loop(replay: Replay) -> Mistake | None:
    """Recognise the loop, or one address for both: a command meets the other database's version table."""
    failed = replay.failed
    if not failed and set(replay.after("upgrade").revisions(ANALYTICS)) & set(replay.start.revisions()):
        return Mistake(
            "env.py still runs both databases for each command: the upgrade of the primary one made its tables, and "
            "its version table, in the analytics database as well",
            ONE_FOR_ONE,
        )
    if not failed or "Can't locate revision" not in failed.run.output:
        return None
    return Mistake(
        "this command came to a database that stands at a revision of the other history: either the loop still takes "
        "both, or both names lead to one address",
        ONE_FOR_ONE,
    )


def mistake_both_metadata(replay: Replay) -> Mistake | None:
    """Recognise a draft from both metadata."""
    if replay.failed or "users" not in replay.after("upgrade").schema(ANALYTICS).table_names:
        return None
    return Mistake(
        "to autogenerate every table of the metadata belongs into the database it looks at",
        "give `target_metadata` to each name: `Base.metadata` or `AnalyticsBase.metadata`, never a list of both; "
        "draft anew",
    )


def mistake_one_folder(replay: Replay) -> Mistake | None:
    """Recognise a second section without a second history."""
    if replay.failed or replay.mine(ANALYTICS):
        return None
    return Mistake(
        "there is no revision in `alembic/analytics/`: without a history of its own the second database gets the "
        "first one's",
        "`version_locations = %(here)s/alembic/analytics` in the section `[analytics]`, then draft its first revision",
    )


def mistake_not_run_yet(replay: Replay) -> Mistake | None:
    """Recognise files that are right, and a database that is not made yet."""
    if not replay.mine(ANALYTICS) or replay.own[ANALYTICS].exists:
        return None
    return Mistake(
        "the files are right, and nobody has made your analytics database", "`alembic -n analytics upgrade head`"
    )
