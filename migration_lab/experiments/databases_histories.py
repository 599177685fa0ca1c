"""Closing table of lesson 07, third part: two histories, and what happens where they meet."""

from migration_lab.experiments.databases_loop import EVENTS, stand, tables
from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.history_files import revision
from migration_lab.experiments.project import ENV, FILES, INI, MODELS, last_line, project

EVENTS_TABLE = ('op.create_table("events", sa.Column("id", sa.Integer, primary_key=True))', 'op.drop_table("events")')
SECTION = INI.replace("[alembic]", "[events]").replace(
    "path_separator", "version_locations = %(here)s/alembic/events\npath_separator"
)
OWN_LOCATION = INI.replace("path_separator", "version_locations = %(here)s/alembic/versions\npath_separator")
OWN_TABLE = ENV.replace(
    "target_metadata=Base.metadata",
    'target_metadata=Base.metadata, version_table=f"alembic_version_{context.config.config_ini_section}"',
)
BY_ADDRESS = ENV.replace(
    'context.config.get_main_option("sqlalchemy.url")', 'context.get_x_argument(as_dictionary=True)["url"]'
)


def one_version_table() -> Experiment:
    """H4: two histories in one database need two version tables."""
    changes = {"alembic.ini": f"{OWN_LOCATION}\n{SECTION}", **_events()}
    found = []
    for env in (ENV, OWN_TABLE):
        with project({**changes, "alembic/env.py": env}) as runner:
            runner.alembic("upgrade", "head").raise_for_failure()
            run = runner.alembic("-n", "events", "upgrade", "head")
            words = last_line(run.output).removeprefix("FAILED: ")
            found.append(", ".join(tables(runner.root / "app.db")) if run.ok else words)
    return Experiment(
        ("H4",),
        "two histories in one database, both with the usual version table",
        "each knows its own revisions",
        found[0],
        f"`version_table=` with the name of the section in it: {found[1]}",
    )


def several_bases() -> Experiment:
    """H4: histories may also share a folder and a database; then `head` is no longer one."""
    with project(revision("e01", None, EVENTS_TABLE, more='branch_labels = ("events",)')) as runner:
        stuck = last_line(runner.alembic("upgrade", "head").output).removeprefix("FAILED: ").partition(";")[0]
        one = runner.alembic("upgrade", "events@head")
        first = stand(runner.root, ("app.db",))
        runner.alembic("upgrade", "heads").raise_for_failure()
        both = stand(runner.root, ("app.db",))
    return Experiment(
        ("H4",),
        "two bases in one folder, `upgrade head`",
        "both histories go up",
        stuck,
        f"a label: `upgrade events@head`, exit {one.exit_code}, {first}; `upgrade heads`: {both}",
    )


def somebody_elses_table() -> Experiment:
    """H1: what no model claims is one too many, also the table of the neighbour in the same database."""
    mine = "include_name=lambda name, kind, parents: kind != 'table' or name in Base.metadata.tables"
    found = []
    for env in (ENV, ENV.replace("target_metadata=Base.metadata", f"target_metadata=Base.metadata, {mine}")):
        with project({"alembic/env.py": env, "alembic/versions/002.py": _neighbour()}) as runner:
            runner.alembic("upgrade", "head").raise_for_failure()
            said = last_line(runner.alembic("check").output)
            found.append("remove_table: events" if "remove_table" in said and "events" in said else said)
    return Experiment(
        ("H1", "H4"),
        "two services in one database, autogenerate for one of them",
        "it looks at its own tables",
        found[0],
        f"`include_name` with the tables of its own metadata: {found[1]}",
    )


def key_into_the_other() -> Experiment:
    """H1: a foreign key cannot leave its metadata, nor its database."""
    key = 'user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))'
    models = (MODELS + EVENTS).replace("import String", "import ForeignKey, String")
    env = ENV.replace("import Base", "import SecondBase as Base")
    found = []
    for line in (key, "user_id: Mapped[int]"):
        with project({"models.py": f"{models}    {line}\n", "alembic/env.py": env, **_none()}) as runner:
            run = runner.alembic("check")
            said = last_line(run.output)
            found.append("add_table: events" if "add_table" in said else said.partition("] ")[0])
    return Experiment(
        ("H1",),
        "a foreign key from the analytics models to `users`",
        "the rule holds across both databases",
        found[0],
        f"a plain number, and a query that looks for orphans; `check`: {found[1]}",
    )


def mistyped_name() -> Experiment:
    """H3: a name that no section has."""
    with project({"alembic.ini": f"{OWN_LOCATION}\n{SECTION}", **_events()}) as runner:
        wrong = last_line(runner.alembic("-n", "event", "upgrade", "head").output)
        fine = runner.alembic("-n", "events", "heads").output.strip()
    return Experiment(
        ("H3",),
        "`-n event upgrade head`, the section is `[events]`",
        "an error that names the section",
        wrong,
        f"`-n events heads` first, it opens no database: {fine}",
    )


def history_for_each() -> Experiment:
    """One history for development, test and production; two that were drafted apart never meet."""
    laptop = {"alembic/versions/001.py": FILES["alembic/versions/001.py"].replace('"001"', '"dev1"')}
    with project({}) as runner:  # production, with a history of its own
        runner.alembic("upgrade", "head").raise_for_failure()
        for path, text in laptop.items():
            (runner.root / path).write_text(text, encoding="utf-8")
        apart = last_line(runner.alembic("upgrade", "head").output).removeprefix("FAILED: ")
    with project({"alembic/env.py": BY_ADDRESS}) as runner:
        for name in ("dev", "test", "prod"):
            runner.alembic("-x", f"url=sqlite:///{name}.db", "upgrade", "head").raise_for_failure()
        together = stand(runner.root, ("dev.db", "test.db", "prod.db"))
    return Experiment(
        ("H4",),
        "a history drafted for development, another for production",
        "both lead to the same tables",
        f"the laptop's files meet production: {apart}",
        f"one history, three addresses (`-x url=…`): {together}",
    )


def _events() -> dict[str, str]:
    return {path.replace("versions", "events"): text for path, text in revision("e01", None, EVENTS_TABLE).items()}


def _neighbour() -> str:
    return revision("002", "001", EVENTS_TABLE)["alembic/versions/002.py"]


def _none() -> dict[str, None]:
    return {"alembic/versions/001.py": None}
