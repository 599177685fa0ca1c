"""Put each of the seven verdicts into words: credit first, then what was done, expected and found, then one step."""

from collections.abc import Sequence
from dataclasses import replace

from migration_lab.errors import LabError
from migration_lab.exercises.exercise import Exercise
from migration_lab.grid import cell
from migration_lab.judging import pointing
from migration_lab.judging.criteria import Fault, Outcome
from migration_lab.judging.message import Line
from migration_lab.judging.miss import Mistake
from migration_lab.judging.replay import PRIMARY, UPGRADE, Replay, Step
from migration_lab.judging.verdict import Kind, Verdict


def done(replay: Replay, outcomes: Sequence[Outcome], note: str) -> Verdict:
    """Say that all criteria hold, with the note if there is one."""
    lines = [*_credit(outcomes), _did(replay), Line("note", note), Line("compare", _call(replay.exercise, "compare"))]
    kind: Kind = "done, with a note" if note else "done"
    return _verdict(replay.exercise, kind, outcomes, lines)


def not_yet(replay: Replay, outcomes: Sequence[Outcome], mistake: Mistake | None) -> Verdict:
    """Tell the first criterion that is missed."""
    first = next(one for one in outcomes if not one.holds)
    assert first.miss is not None
    lines = [
        *_credit(outcomes),
        _did(replay),
        Line("Expected", first.miss.expected or first.goal.sentence),
        Line("Found", first.miss.found),
        Line("Where", pointing.place(replay, first.miss.where)),
        Line("Why", mistake.why if mistake else first.miss.why),
        Line("Next", (mistake.next if mistake else first.miss.next) or _hint(replay.exercise)),
    ]
    return _verdict(replay.exercise, "not yet", outcomes, lines)


def several_heads(replay: Replay, outcomes: Sequence[Outcome], mistake: Mistake | None) -> Verdict:
    """Say that two revisions follow the same one, so that no upgrade knows where to go."""
    name, history = next((name, one) for name, one in replay.histories.items() if len(one.heads) > 1)
    heads = ", ".join(f"{cell(one)} ({history[one].file})" for one in history.heads)
    section = "" if name == PRIMARY else f"-n {name} "
    why = "an upgrade to `head` must end at one revision; with two Alembic stops before it does anything"
    step = f'join them with `alembic {section}merge heads -m "…"`, or let one follow the other in its `down_revision`'
    lines = [
        *_credit(outcomes),
        did(replay, replay.steps[-1]),
        Line("Expected", "one head: one revision that nothing follows"),
        Line("Found", f"{len(history.heads)} heads: {heads}"),
        Line("Where", "`down_revision` in these files"),
        Line("Why", mistake.why if mistake else why),
        Line("Next", mistake.next if mistake else step),
    ]
    return _verdict(replay.exercise, "not yet", outcomes, lines)


def not_started(exercise: Exercise, replay: Replay | None) -> Verdict:
    """Say that there is nothing to judge yet."""
    if replay is None:
        lines = [Line("Found", "its workspace was not opened yet"), Line("Next", _call(exercise, "start"))]
    else:
        heads = ", ".join(cell(one) for one in replay.history.heads)
        newest = f"the newest revision is {heads}" if heads else "there is no revision yet"
        found = f"no file and no row has changed since the start; {newest}"
        lines = [Line("Found", found), Line("Next", f"do what the task says, then {_call(exercise, 'check')}")]
    return _verdict(exercise, "not started", (), lines)


def off(exercise: Exercise, error: LabError) -> Verdict:
    """Say that the lab is in a state from which nothing can be judged; nobody is to blame."""
    return _verdict(exercise, "lab state is off", (), [Line("Found", error.message), Line("Next", error.hint)])


def broke(exercise: Exercise, fault: Fault) -> Verdict:
    """Say that something of ours broke."""
    lines = [
        Line("Found", f"our checker broke ({fault.kind} in {fault.place}); nothing is wrong with your work"),
        Line("Next", "paste the line below into a report; your files and databases were only read"),
        Line("Report", fault.words),
    ]
    return _verdict(exercise, "our checker broke", (), lines, report=fault.words)


def outdated(verdict: Verdict) -> Verdict:
    """Add that the lab was updated since the exercise was started: it may be what made the answer look wrong."""
    reset = f'exercise("{verdict.exercise}").reset()'
    return verdict.saying("note", f"the lab was updated since you started; if this surprises you, {reset} starts anew")


def put_back(exercise: Exercise) -> str:
    """Say how the start comes back."""
    return f"{_call(exercise, 'reset')} puts it at the start; your files are kept in `attempts/{exercise.name}`"


def raised(replay: Replay, outcomes: Sequence[Outcome], lines: Sequence[Line]) -> Verdict:
    """Say that a step of the replay failed, with the lines that tell it."""
    verdict = _verdict(replay.exercise, "your migration raised", outcomes, [*_credit(outcomes), *lines])
    upgrade = replay.failed is not None and replay.failed.name == UPGRADE
    return replace(verdict, criterion="") if upgrade else verdict  # nothing could be judged


def did(replay: Replay, step: Step) -> Line:
    """Say which steps were run, up to one that failed."""
    return _did(replay, [one.name for one in replay.steps if one.name != step.name] + [step.name])


def _did(replay: Replay, steps: Sequence[str] = ()) -> Line:
    names = " → ".join(steps or [one.name for one in replay.steps])
    users = f" ({replay.exercise.users:,} users)" if replay.exercise.users else ""
    mine = pointing.labels(replay)
    files = "the project's own revisions" if replay.untouched else f"your {mine}" if mine else "your files"
    beginning = replay.exercise.beginning
    copied = f"a copy of the {'database before the accident' if beginning.accident else 'start database'}{users}"
    where = "an empty database" if beginning.unversioned else copied
    return Line("Did", f"{names} on {where}, with {files}")


def _credit(outcomes: Sequence[Outcome]) -> list[Line]:
    held = [one.goal.sentence.partition(":")[0].rstrip(".") for one in outcomes if one.holds]
    return [Line("holds", "; ".join(held))] if held else []


def _hint(exercise: Exercise) -> str:
    return f"{_call(exercise, 'hint')} is one idea (1 of {len(exercise.hints)})"


def _call(exercise: Exercise, verb: str) -> str:
    return f'exercise("{exercise.id}").{verb}()'


def _verdict(
    exercise: Exercise, kind: Kind, outcomes: Sequence[Outcome], lines: Sequence[Line], *, report: str = ""
) -> Verdict:
    first = next((one.goal.id for one in outcomes if not one.holds), "")
    return Verdict(
        kind,
        exercise.id,
        exercise.title,
        total=len(outcomes),
        holds=tuple(one.goal.id for one in outcomes if one.holds),
        criterion=first,
        lines=tuple(line for line in lines if line.words),
        report=report or next((one.fault.words for one in outcomes if one.fault), ""),
    )
