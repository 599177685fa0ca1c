"""Judge an exercise: replay the learner's migrations on a copy, ask its criteria, say one of seven verdicts."""

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import criteria, failing, replaying, standing, telling
from migration_lab.judging.criteria import Broke, Check, Outcome
from migration_lab.judging.replay import AGAIN, AT_THE_START, UPGRADE, Replay, Step
from migration_lab.judging.replaying import TIME_LIMIT, Copy
from migration_lab.judging.verdict import Verdict
from migration_lab.lessons import opened
from migration_lab.running.runner import Runner


def judge(exercise: Exercise, *, time_limit: float = TIME_LIMIT) -> Verdict:
    """Say how far an exercise is; never raises, and never takes a fault of the lab for one of the learner.

    Args:
        exercise: Which one.
        time_limit: Seconds after which one command of the replay is stopped.
    """
    try:
        return _judged(exercise, time_limit)
    except LabError as error:
        return telling.off(exercise, error)
    except Broke as broke:
        return telling.broke(exercise, broke.fault)
    except (Exception, SystemExit) as error:
        return telling.broke(exercise, criteria.fault(exercise, error, "the judge"))


def verdict_on(replay: Replay, check: Check, ask: criteria.Ask) -> Verdict:
    """Say what a finished replay is worth.

    Args:
        replay: What came out.
        check: The exercise's criteria.
        ask: Runs one more command on the copy when a criterion asks for it.
    """
    outcomes = check.outcomes(replay, ask)
    first = next((one for one in outcomes if not one.holds), None)
    stopped = replay.failed
    if stopped is not None and (stopped.name == UPGRADE or (first and first.stopped)):
        return _raised(replay, check, outcomes)
    if first is None:
        return telling.done(replay, outcomes, check.note(replay))
    if first.fault is not None:
        raise Broke(first.fault)
    if first.miss is None:
        raise RuntimeError(f"{first.goal.id} asked for a step that does not exist")
    return telling.not_yet(replay, outcomes, check.mistake(replay))


def asked(copy: Copy, wanted: str, replay: Replay, *, time_limit: float = TIME_LIMIT) -> Step | None:
    """Run one more command on the copy, which stands at the head after the second upgrade.

    Args:
        copy: Where the replay ran.
        wanted: The command: "alembic check", or an upgrade or downgrade that only writes its SQL, with `--sql`.
            With "at the start" behind it, it runs on databases that only say that they are at the head.
        replay: What came out.
        time_limit: Seconds after which it is stopped.

    Returns:
        The command as a step; None if it is no such command, or the copy does not stand at the head.
    """
    command = wanted.removesuffix(AT_THE_START)
    if (
        not command.startswith("alembic ")
        or not command.endswith((" check", " --sql"))
        or [one.ok for one in replay.steps if one.name == AGAIN] != [True]
    ):
        return None
    folder = copy.folder if command == wanted else replaying.unmigrated(copy)
    run = Runner(folder, time_limit).alembic(*command.split()[1:])
    return Step(wanted, (run,), replay.after(AGAIN), {})


def _judged(exercise: Exercise, time_limit: float) -> Verdict:
    if opened.read(exercise.name) is None and not (places.home() / exercise.name).exists():
        return telling.not_started(exercise, None)
    check = criteria.load(exercise)
    with replaying.laid(exercise) as copy:
        if standing.is_untouched(copy.seen):
            return telling.not_started(exercise, copy.seen)
        found, step = standing.off(copy.seen)
        if found:
            raise LabError(found, f"{step}; or {telling.put_back(exercise)}" if step else telling.put_back(exercise))
        replay = replaying.run(copy, time_limit=time_limit)
        verdict = verdict_on(replay, check, lambda wanted: asked(copy, wanted, replay, time_limit=time_limit))
        return telling.outdated(verdict) if replay.outdated and not verdict.done else verdict


def _raised(replay: Replay, check: Check, outcomes: tuple[Outcome, ...]) -> Verdict:
    step = next(one for one in replay.steps if not one.ok)
    standing.expect_all_there(replay, step)
    mistake = check.mistake(replay)
    if "Multiple head" in step.run.output and any(len(one.heads) > 1 for one in replay.histories.values()):
        return telling.several_heads(replay, outcomes, mistake)
    return failing.tell(replay, outcomes, mistake)
