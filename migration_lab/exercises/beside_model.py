"""What an answer made of commands did to its own databases, as far as the model answer's own ended otherwise."""

from collections.abc import Iterator

from migration_lab.grid import cell
from migration_lab.judging.replay import PRIMARY, Replay, State
from migration_lab.values import rows_diff
from migration_lab.values.rows import Row

NAMED = ("users", 17)  # the row every lesson follows
WHO = "full_name"  # the column that says who it is
SAME = "the rows of its own databases end as with the model"


def told(answer: Replay, model: State) -> Iterator[str]:
    """Tell where its databases stand, what happened to the rows, and the named row; only what differs."""
    start, mine = answer.start, answer.own
    found = [*_stands(answer, model), *_rows(start, mine, model), *_named(start, mine, model)]
    yield from found or [SAME]


def _stands(answer: Replay, model: State) -> Iterator[str]:
    """Tell of a database that is not at the head of its own history: other names for the same steps are as good."""
    mine = answer.own
    for name, history in answer.histories.items():
        if mine.revisions(name) != model.revisions(name) and {*mine.revisions(name)} != {*history.heads}:
            whose = "the database" if name == PRIMARY else f"the database {name}"
            yield f"{whose} stands at {mine[name].stand}, the model's at {model[name].stand}"


def _rows(start: State, mine: State, model: State) -> Iterator[str]:
    for name in model.names:
        prefix = "" if name == PRIMARY else f"{name}: "
        did, meant, beside = (_facts(*states, name) for states in ((start, mine), (start, model), (model, mine)))
        both = {one.name for one in mine.rows(name)} & {one.name for one in model.rows(name)}
        for table in sorted(did.keys() | meant.keys() | (beside.keys() & both)):
            here, there = did.get(table, ""), meant.get(table, "")
            if here and there and here != there:
                yield f"{prefix}{here}; the model {there}"
            elif here != there:
                yield prefix + (here or f"only the model {there}")
            elif table in beside:  # told in the same words, and yet not the same rows
                yield f"{prefix}beside the model's: {beside[table]}"


def _facts(before: State, after: State, name: str) -> dict[str, str]:
    """Say for each table how its rows differ."""
    tables = rows_diff.diff(before.rows(name), after.rows(name))
    said = {one.table: "; ".join(f"{word} {words}" for _, word, words in one.facts) for one in tables}
    return {table: words for table, words in said.items() if table != "alembic_version"}


def _named(start: State, mine: State, model: State) -> Iterator[str]:
    began, own, meant = (state.row(*NAMED) for state in (start, mine, model))
    if began is None or meant is None:
        return
    if own is None and NAMED[0] in mine.rows() and not mine.rows()[NAMED[0]].key:
        yield f"{NAMED[0]} has no primary key any more"
        return
    if own is None:
        who = f", {value(began[WHO])}," if WHO in began.columns else ""
        yield f"user 17{who} is gone"
        return
    yield from _columns(began, own, meant)


def _columns(began: Row, own: Row, meant: Row) -> Iterator[str]:
    here, there = (dict(zip(row.columns, row.values, strict=True)) for row in (own, meant))
    more = {name: one for name, one in here.items() if name not in there}
    if more:
        still = "still " if more.keys() <= set(began.columns) else ""
        yield f"user 17 {still}has {_said(more)} in {NAMED[0]}"
    less = {name: one for name, one in there.items() if name not in here}
    if less:
        yield f"user 17 has no {', '.join(map(cell, less))}; the model's has {_said(less)}"
    for name in there:
        if name in here and here[name] != there[name]:
            yield f"user 17 has {cell(name)} {value(here[name])}; the model's has {value(there[name])}"


def _said(values: dict[str, object]) -> str:
    return ", ".join(f"{cell(name)} {value(one)}" for name, one in values.items())


def value(found: object) -> str:
    """Say a value of a row, text in quotes."""
    return f"“{cell(found, 60)}”" if isinstance(found, str) else cell(found, 60)
