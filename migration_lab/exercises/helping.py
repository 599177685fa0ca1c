"""Help that comes when it is wanted: counted hints in order, an offer after two equal failures, one speed bump."""

from dataclasses import replace

from migration_lab.exercises import notice
from migration_lab.exercises.exercise import Exercise
from migration_lab.exercises.notice import Notice, call
from migration_lab.judging.verdict import Verdict
from migration_lab.progress import memory
from migration_lab.progress.memory import Known
from migration_lab.progress.record import Record

OFTEN = 2  # equal failures after which a hint is offered


def noted(exercise: Exercise, verdict: Verdict) -> Verdict:
    """Remember a verdict and give it with what there is to offer now."""
    known = memory.change(exercise.id, lambda record: record.judged(verdict.kind, verdict.criterion))
    return _progress(_offered(exercise, verdict, known.record), known)


def hint(exercise: Exercise) -> Notice:
    """Give the next hint; after the last one, all of them again."""
    total = len(exercise.hints)
    read_before: list[int] = []

    def one_more(record: Record) -> Record:
        read_before[:] = [record.hints]
        return replace(record, hints=min(record.hints + 1, total))

    known = memory.change(exercise.id, one_more)
    number = known.record.hints
    if read_before == [total]:
        lines = [(f"Hint {place}", words) for place, words in enumerate(exercise.hints, 1)]
        return _said(notice.about(exercise, f"All {total} hints", *lines, ("Next", _after_all(exercise))), known)
    step = f"{call(exercise.id, 'hint')} is the next one ({number + 1} of {total})"
    said = notice.about(
        exercise,
        f"Hint {number} of {total}",
        ("Hint", exercise.hints[number - 1]),
        ("Next", f"try it, then {call(exercise.id, 'check')}; " + (step if number < total else _after_all(exercise))),
    )
    return _said(said, known)


def asked_twice(exercise: Exercise) -> Notice | None:
    """Remember that the solution was asked for; the first time, say so and give nothing more.

    Once the exercise is done there is no bump.
    """

    def look(record: Record) -> Record:
        return replace(record, solution="seen" if record.solution or record.done else "asked")

    known = memory.change(exercise.id, look)
    if known.record.solution == "seen":
        return None
    read, total = known.record.hints, len(exercise.hints)
    left = f"{call(exercise.id, 'hint')} is the next one ({read + 1} of {total})" if read < total else ""
    said = notice.about(
        exercise,
        "One moment before the solution",
        ("Hints", f"you have read {read} of {total}" + (f"; {left}" if left else "")),
        ("Next", f"{call(exercise.id, 'solution')} once more shows the model answer, whenever you want it"),
    )
    return _said(said, known)


def _offered(exercise: Exercise, verdict: Verdict, record: Record) -> Verdict:
    """Offer help after equal failures; a Next that names the first hint names the one that is next."""
    read, total = record.hints, len(exercise.hints)
    generic = f"{call(exercise.id, 'hint')} is one idea "
    if verdict["Next"] == f"{generic}(1 of {total})":
        verdict = verdict.saying("Next", f"{generic}({read + 1} of {total})" if read < total else _after_all(exercise))
    if record.repeats < OFTEN or verdict.failure != (record.failure, record.criterion):
        return verdict
    offer = f"hint {read + 1} of {total} is one call away: {call(exercise.id, 'hint')}"
    return verdict.saying("Hint", offer if read < total else _after_all(exercise))


def _after_all(exercise: Exercise) -> str:
    return f"{call(exercise.id, 'solution')} shows the model answer"


def _progress(verdict: Verdict, known: Known) -> Verdict:
    return verdict.saying("Progress", known.said) if known.said else verdict


def _said(said: Notice, known: Known) -> Notice:
    """Add what there is to say about the file of the progress."""
    return said.saying("Progress", known.said) if known.said else said
