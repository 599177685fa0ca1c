"""Say in a card what was written for a notebook: press *Hint* instead of `exercise("02.1").hint()`."""

import re

from migration_lab.exercises.in_terminal import VERBS
from migration_lab.progress.record import Record

_CODE = rf"(?:from migration_lab import exercise; lab = )?exercise\(&quot;\d\d\.\d+&quot;\)\.({'|'.join(VERBS)})\(\)"
_SUBJECT = "(?= (?!to |or |and |then )[a-z])"  # a verb follows: "`…` shows the model"
_CALL = re.compile(rf"(Run |run |one call away: )?(<code>)?{_CODE}(?(2)</code>)({_SUBJECT})?")
_BEFORE = {"Run ": "Press ", "run ": "press ", "one call away: ": "one press away: "}
_FOLDED = "<details>"  # the learner's own lines stand there


def words(html: str) -> str:
    """Put each call of a verb in a message as one does it in a card: by its button."""
    said, folded, lines = html.partition(_FOLDED)
    return _CALL.sub(_pressed, said) + folded + lines


def state(record: Record, *, hints: int, opened: bool) -> str:
    """Say how far an exercise is; what was earned once stays, and the last check is told with it.

    Args:
        record: What is remembered of it.
        hints: How many hints there are.
        opened: Its workspace is there.
    """
    tried = f"{record.attempts} {'attempt' if record.attempts == 1 else 'attempts'}" if record.attempts else ""
    read = f"{record.hints} of {hints} hints read" if record.hints else ""
    parts = (_stands(record, opened=opened), tried, read, "solution seen" if record.solution == "seen" else "")
    return " · ".join(part for part in parts if part)


def _stands(record: Record, *, opened: bool) -> str:
    if record.done and record.failure:
        return f"done before; last check: {record.failure}"
    if record.attempts:
        return record.outcome or record.failure
    return record.outcome or ("started, nothing judged yet" if opened else "not started")


def _pressed(found: re.Match[str]) -> str:
    before, button = found[1] or "", f"<strong>{found[3].title()}</strong>"
    if before:
        return _BEFORE[before] + button
    return button if found[4] is not None else f"press {button}"
