"""What `check.py` says of an answer: a criterion that is missed, and a mistake that is known."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Miss:
    """A criterion that does not hold.

    Args:
        found: What is in the database instead: one named row and one count.
        where: The place, or "upgrade()" or "downgrade()": then the learner's file and line are found for it.
        why: Why it matters; empty: nothing is said.
        next: What to do next; empty: the next hint is offered.
        expected: What was expected; empty: the goal's sentence says it.
    """

    found: str
    where: str = ""
    why: str = ""
    next: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Mistake:
    """A mistake that is known by what the replay shows; its words replace Why and Next, never Expected and Found."""

    why: str
    next: str
