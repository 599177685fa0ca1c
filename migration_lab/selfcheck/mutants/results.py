"""Mutants of what came out: the damage is done to the databases after the steps of the solution's replay."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from migration_lab.judging.criteria import Check
from migration_lab.judging.replay import AGAIN, DOWNGRADE, UPGRADE, Replay, State, Step
from migration_lab.running.runner import Run
from migration_lab.selfcheck.mutants import contents, mutant, shapes, subject
from migration_lab.selfcheck.mutants.blow import Blow
from migration_lab.selfcheck.mutants.damage import Damage
from migration_lab.selfcheck.mutants.mutant import Mutant
from migration_lab.selfcheck.mutants.subject import Subject
from migration_lab.selfcheck.stage import Seen
from migration_lab.values.snapshot import DatabaseState, Snapshot

OWN = "own database"
RAISED = "RuntimeError: the mutant stops here"
OF_SECOND_UPGRADE = ("column missing", "index dropped", "leftover", "row lost", "values swapped")
Changes = dict[str, Callable[[Step], Step]]


def mutants(seen: Seen, check: Check) -> Iterator[Mutant]:
    """Yield the mutants of a solution that was replayed, judged."""
    found = chain(_of_own(seen.replay), () if seen.replay.untouched else _of_steps(seen.replay))
    for words, replay in found:
        outcomes = check.outcomes(replay, seen.asked.get)
        yield mutant.of(words, Seen(replay, outcomes, seen.asked), check=check)


def _of_steps(replay: Replay) -> Iterator[tuple[str, Replay]]:
    at = subject.of_replay(replay)
    back, again = (_named(replay, name) for name in (DOWNGRADE, AGAIN))
    for blow in chain(shapes.blows(at), contents.blows(at)):
        steps = _changed(replay, _everywhere(blow, back))
        yield f"{UPGRADE}: {blow.words}", _with_own(steps, replay, blow.damage)
    yield f"{UPGRADE}: raises", replace(replay, steps=(_raised(replay.steps[0], replay.start),))
    steps = _changed(replay, {name: _stays(replay.start) for name in (UPGRADE, AGAIN)})
    yield f"{UPGRADE}: changes nothing", _with_own(steps, replay, lambda own: _at(replay.start, own))
    if back is not None:
        yield from _of_downgrade(replay, back)
    if again is not None:
        for blow in _few(subject.of(replay.start, again.state)):
            if blow.kind in OF_SECOND_UPGRADE:
                yield f"{AGAIN}: {blow.words}", _changed(replay, {AGAIN: _does(blow.damage)})


def _of_downgrade(replay: Replay, back: Step) -> Iterator[tuple[str, Replay]]:
    after = replay.after(UPGRADE)
    if not back.ok:
        passed = replace(back, runs=(Run(back.run.command, 0, ""),), state=_at(after, replay.start))
        yield f"{DOWNGRADE}: does not refuse", _changed(replay, {DOWNGRADE: lambda _: passed})
        silent = replace(back, runs=(replace(back.run, error=RAISED, output=RAISED),))
        yield f"{DOWNGRADE}: refuses in other words", _changed(replay, {DOWNGRADE: lambda _: silent})
        for blow in _few(subject.of(replay.start, after)):
            yield f"{DOWNGRADE}: {blow.words}, then refuses", _changed(replay, {DOWNGRADE: _does(blow.damage)})
        return
    shortened = replay.steps[: replay.steps.index(back)]
    yield f"{DOWNGRADE}: raises", replace(replay, steps=(*shortened, _raised(back, after)))
    yield f"{DOWNGRADE}: changes nothing", _changed(replay, {DOWNGRADE: _stays(after)})
    for blow in _few(subject.of(after, back.state)):
        yield f"{DOWNGRADE}: {blow.words}", _changed(replay, {DOWNGRADE: _does(blow.damage)})


def _of_own(replay: Replay) -> Iterator[tuple[str, Replay]]:
    """Damage the learner's own databases, where the solution migrates them; in full where it does nothing else.

    After an accident they are the task: what was repaired is damaged, whatever else the solution brings.
    """
    given = replay.accident or replay.start
    if replay.own.databases == given.databases:
        return
    at = subject.of(given, replay.own)
    for blow in chain(shapes.blows(at), contents.blows(at)) if replay.untouched or replay.accident else ():
        if blow.kind != "row twice":  # a learner may add rows
            yield f"{OWN}: {blow.words}", replace(replay, own=blow.damage(replay.own))
    yield f"{OWN}: as at the start", replace(replay, own=given)


def is_migrated(replay: Replay) -> bool:
    """Tell whether the learner's own databases are where an upgrade leads: what damages that one damages them too."""
    after = replay.after(UPGRADE)
    alike = (
        replay.own.schema(name) == after.schema(name) and replay.own.revisions(name) == after.revisions(name)
        for name in after.names
    )
    return all(alike) and replay.own.databases != replay.start.databases


def _with_own(steps: Replay, solution: Replay, damage: Damage) -> Replay:
    return replace(steps, own=damage(solution.own)) if is_migrated(solution) else steps


def _few(at: Subject) -> Iterator[Blow]:
    """Yield one damage of each kind."""
    seen: set[str] = set()
    for blow in chain(shapes.blows(at), contents.blows(at)):
        if blow.kind not in seen:
            seen.add(blow.kind)
            yield blow


def _everywhere(blow: Blow, back: Step | None) -> Changes:
    """Do a damage after each upgrade, as if the downgrade took it back; after the downgrade too if that refuses.

    So it must be seen where it is done: a draft that drops an index has a downgrade that makes it again.
    """
    names = [UPGRADE, AGAIN] + [DOWNGRADE] * (back is not None and not back.ok)
    return {name: _does(blow.damage) for name in names}


def _changed(replay: Replay, changes: Changes) -> Replay:
    return replace(replay, steps=tuple(changes.get(step.name, _same)(step) for step in replay.steps))


def _same(step: Step) -> Step:
    return step


def _does(done: Damage) -> Callable[[Step], Step]:
    return lambda step: replace(step, state=done(step.state))


def _stays(before: State) -> Callable[[Step], Step]:
    """Let a step leave the databases as they were before it, but for the revision."""
    return lambda step: replace(step, state=_at(before, step.state))


def _at(state: State, stands: State) -> State:
    """Give a state at the revisions of another one."""
    there = {name: stands.revisions(name) for name in state.names}
    moved: list[tuple[str, DatabaseState]] = [
        (name, replace(one, revisions=there[name])) for name, one in state.databases.databases
    ]
    return replace(state, databases=Snapshot(tuple(moved)))


def _raised(step: Step, state: State) -> Step:
    failed = Run(step.run.command, 1, RAISED, RAISED, RAISED)
    return replace(step, runs=(failed,), state=state)


def _named(replay: Replay, name: str) -> Step | None:
    return next((step for step in replay.steps if step.name == name), None)
