"""Experiments of lesson 05 with the shape of a history: heads, merges, labels, several bases."""

from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.history_files import added, ran, revision
from migration_lab.experiments.project import last_line, project
from migration_lab.running.runner import Runner

OURS = revision("002_timezone", "001", added("timezone"))
MINAS = revision("002_retries", "001", added("retries"))
LABELS = {
    **revision("002_search", "001", added("words"), more='branch_labels = ("search",)\n'),
    **revision("002_billing", "001", added("plan"), more='branch_labels = ("billing",)\n'),
}


def second_merge() -> Experiment:
    """F2: each branch has one head; the second one to arrive makes two."""
    found = [_heads(files) for files in (OURS, MINAS, OURS | MINAS)]
    return Experiment(
        ("F2",),
        "CI counts the heads of each pull request",
        "green twice, so main is green",
        f"yours {found[0]}, Mina's {found[1]}, main with both {found[2]}",
        f"count them on what main would be after the merge: {found[2]} is red before anybody merges",
    )


def head_or_heads() -> Experiment:
    """F7: `upgrade heads` runs both and leaves the question open."""
    with project(OURS | MINAS) as runner:
        stopped = last_line(runner.alembic("upgrade", "head").output)
        heads = runner.alembic("upgrade", "heads")
        at = _current(runner)
        then = last_line(runner.alembic("revision", "-m", "next").output)
    with project(OURS | MINAS) as runner:
        runner.alembic("merge", "heads", "-m", "join", "--rev-id", "003_join")
        runner.alembic("upgrade", "head")
        joined = _current(runner)
    return Experiment(
        ("F7",),
        f"`upgrade head` says `{_short(stopped)}`, so `upgrade heads`",
        "that settles it",
        f"exit {heads.exit_code}, the database is at {at}; the next `revision`: `{_short(then)}`",
        f"join them: {joined}",
    )


def minus_one() -> Experiment:
    """G5: `-1` needs one way down, and a step to go."""
    with project(OURS | MINAS) as runner:
        runner.alembic("upgrade", "heads")
        two = runner.alembic("downgrade", "-1")
        left = _current(runner)
        runner.alembic("downgrade", "base")
        base = last_line(runner.alembic("downgrade", "-1").output)
    with project(OURS | MINAS) as runner:
        runner.alembic("upgrade", "heads")
        named = runner.alembic("downgrade", "001")
        at = _current(runner)
    return Experiment(
        ("G5", "S13"),
        "`downgrade -1` with two heads, and again at base",
        "the last thing done is undone",
        f"with two heads Alembic chooses one, exit {two.exit_code}, {left} is left; at base: `{base}`",
        f"name where to go: `downgrade 001`, exit {named.exit_code}, at {at}",
    )


def depends_on() -> Experiment:
    """F9: `depends_on` says "after", and nothing about what comes between."""
    bills = revision("003_bills", "002_billing", added("bill"), more='depends_on = "002_search"\n')
    later = revision("003_search_again", "002_search", added("rank"))
    orders = []
    for files in (LABELS | bills, LABELS | bills | later):
        with project(files) as runner:
            orders.append(ran(runner.alembic("upgrade", "heads", "--sql").output))
    old = [*orders[0], "003_search_again"]
    joined = revision("003_bills", ("002_billing", "002_search"), added("bill"))
    with project(LABELS | joined | revision("004_search_again", "003_bills", added("rank"))) as runner:
        line = ran(runner.alembic("upgrade", "head", "--sql").output)
    return Experiment(
        ("F9",),
        "`depends_on` another branch, which grows later",
        "every database runs them in the same order",
        f"one that was there before: {_order(old)}; a new one: {_order(orders[1])}",
        f"let it follow both, `down_revision = (…, …)`: {_order(line[-2:])} everywhere",
    )


def labels() -> Experiment:
    """F9: a label names a branch's way to its head; `@base` goes on to where all branches began."""
    with project(LABELS) as runner:
        runner.alembic("upgrade", "search@head")
        one = _current(runner)
        runner.alembic("upgrade", "heads")
        runner.alembic("downgrade", "search@base")
        left = _current(runner)
    with project(LABELS) as runner:
        runner.alembic("upgrade", "heads")
        runner.alembic("downgrade", "search@001")
        named = _current(runner)
    return Experiment(
        ("F9",),
        f"branch labels: `upgrade search@head` goes to {one}; then `downgrade search@base`",
        "the branch `search` is taken back",
        f"the database is at {left}: the common beginning went too, and with it the table and the other branch",
        f"name the revision where it branched off, `downgrade search@001`: at {named}",
    )


def several_bases() -> Experiment:
    """F9: a second revision without a parent begins a second history."""
    lonely = revision("001_reports", None, ('op.create_table("reports", sa.Column("id", sa.Integer))', "pass"))
    with project(lonely) as runner:
        stopped = last_line(runner.alembic("upgrade", "head").output)
        runner.alembic("upgrade", "heads")
        at = _current(runner)
    with project(revision("002_reports", "001", added("report"))) as runner:
        runner.alembic("upgrade", "head")
        fine = _current(runner)
    return Experiment(
        ("F9",),
        "a revision with `down_revision = None`, beside the first one",
        "it comes first",
        f"`upgrade head`: `{_short(stopped)}`; with `heads` the database is at {at} for ever",
        f"name what it follows: {fine}",
    )


def _heads(files: dict[str, str]) -> int:
    with project(files) as runner:
        return len(runner.alembic("heads").output.splitlines())


def _current(runner: Runner) -> str:
    lines = runner.alembic("current").output.splitlines()
    return " and ".join(sorted(f"`{line}`" for line in lines)) or "no revision"


def _short(words: str) -> str:
    """Cut Alembic's advice off a sentence."""
    return words.removeprefix("FAILED: ").split(" for given argument")[0].split("; please")[0]


def _order(ids: list[str]) -> str:
    return " → ".join(f"`{one}`" for one in ids[-3:])
