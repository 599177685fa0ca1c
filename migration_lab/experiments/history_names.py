"""Experiments of lesson 05 with ids and messages: what a revision is called, and what it says of itself."""

from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.history_files import VERSIONS, added, revision
from migration_lab.experiments.project import last_line, project

LONG = "002_add_timezone_to_users_who_travel_a_lot"
NO_REVISION = {f"{VERSIONS}/001.py": None}
GOOD = ("001_initial_schema", "002_add_user_profiles", "003_add_email_verification", "004_migrate_legacy_data")
GOOD_WORDS = ("Initial schema", "Add user profiles table", "Add email verification columns", "Migrate legacy user data")
BAD = ("abc123", "update", "fix", "b04")


def id_too_long() -> Experiment:
    """F1: the version table holds 32 characters; SQLite does not count, PostgreSQL does."""
    with project(revision(LONG, "001", added("timezone"))) as runner:
        upgrade = runner.alembic("upgrade", "head")
        script = runner.alembic("upgrade", "head", "--sql").output
    column = next(line.split()[1] for line in script.splitlines() if "version_num VARCHAR" in line)
    with project(revision("002_add_timezone", "001", added("timezone"))) as runner:
        fine = last_line(runner.alembic("upgrade", "head", "--sql").output).split("'")[1]
    return Experiment(
        ("F1", "S10"),
        f"an id with {len(LONG)} characters",
        "what runs on my machine runs on the server",
        f"SQLite: exit {upgrade.exit_code}. But the column is a {column}, and PostgreSQL stops at the 33rd character",
        f"at most 32: `{fine}`",
    )


def vague_names() -> Experiment:
    """S10: ids and messages are what a colleague sees of a revision."""
    listed = []
    for ids, words in ((BAD, BAD), (GOOD, GOOD_WORDS)):
        with project(NO_REVISION) as runner:
            for identity, message in zip(ids, words, strict=True):
                runner.alembic("revision", "-m", message, "--rev-id", identity)
            listed.append(", ".join(sorted(file.stem for file in (runner.root / VERSIONS).glob("*.py"))))
    return Experiment(
        ("S10", "F11"),
        "four revisions called `abc123`, `update`, `fix` and `b04`",
        "the folder tells what happened",
        listed[0],
        listed[1],
    )


def forbidden_characters() -> Experiment:
    """F10: what a range or a relative step is written with cannot stand in an id."""
    refused = []
    for identity in ("007:add", "007-add", "007+add", "007@add"):
        with project({}) as runner:
            run = runner.alembic("revision", "-m", "add", "--rev-id", identity)
            refused.append(last_line(run.output) if not run.ok else "")
    with project({}) as runner:
        head = runner.alembic("revision", "-m", "add", "--rev-id", "head")
        fine = runner.alembic("revision", "-m", "add", "--rev-id", "007_add")
    return Experiment(
        ("F10", "S10"),
        "ids with `:`, `-`, `+` or `@`, and an id called `head`",
        "an id is any text",
        f"{sum(map(bool, refused))} of 4 refused, first: `{refused[0]}`; `head` is taken: exit {head.exit_code}",
        f"small letters, digits and `_`: exit {fine.exit_code}",
    )


def same_number_twice() -> Experiment:
    """F10: two people who count by hand take the same number."""
    with project(
        revision("002", "001", added("timezone")) | revision("002", "001", added("locale"), file="002_mina")
    ) as runner:
        heads = [line for line in runner.alembic("heads").output.splitlines() if line.endswith("(head)")]
        merge = last_line(runner.alembic("merge", "heads", "-m", "join").output)
    both = revision("002_add_timezone", "001", added("timezone")) | revision("002_add_locale", "001", added("locale"))
    with project(both) as runner:
        joined = runner.alembic("merge", "heads", "-m", "join", "--rev-id", "003_join")
    return Experiment(
        ("F10", "S10"),
        "you and Mina both call your revision `002`",
        "Alembic tells them apart",
        f"`heads` says {' and '.join(f'`{line}`' for line in heads)}; `merge heads`: `{merge}`",
        f"number and words, `002_add_timezone` beside `002_add_locale`: `merge heads` exit {joined.exit_code}",
    )


def message_in_history() -> Experiment:
    """F11: `history` shows the first line of the docstring, `show` all of it."""
    said = "What: a column.\nWhy:  reminders go out at nine, local time.\nRisk: low.\nUndo: drops what was entered."
    file = revision("002_add_timezone", "001", added("timezone"))
    path, text = next(iter(file.items()))
    with project({path: text.replace("002_add_timezone", f"Add users.timezone.\n\n{said}\n", 1)}) as runner:
        short = runner.alembic("history", "-r", "001:002_add_timezone").output.splitlines()[0]
        shown = runner.alembic("show", "002_add_timezone").output
    answered = sum(f"{word}:" in shown for word in ("What", "Why", "Risk", "Undo"))
    return Experiment(
        ("F11",),
        "asked the history, at night, why a column is there",
        "somebody remembers",
        f"`history`: `{short.partition(', ')[2]}`",
        f"a docstring with What, Why, Risk, Undo: `alembic show` answers {answered} of 4",
    )
