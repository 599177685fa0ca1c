"""Who wants to know that a cell or a command may have changed a lesson's databases, and what a command changed last."""

from collections.abc import Callable

from migration_lab.values.last_change import LastChange

_followers: dict[str, Callable[[], object]] = {}
_last: dict[str, LastChange] = {}


def follow(name: str, follower: Callable[[], object]) -> None:
    """Call `follower` after each `%alembic` and each cell; one that followed under this name follows no more."""
    _followers[name] = follower


def tell(_: object = None) -> None:
    """Let all followers look; they are quick when nothing changed."""
    for follower in tuple(_followers.values()):
        follower()


def keep(opening: str, change: LastChange) -> None:
    """Keep what a command changed as long as the kernel lives: who begins to follow later wants to know it too.

    Args:
        opening: The token of the lesson's opening; a lesson that is opened again begins without a change.
        change: What changed.
    """
    _last[opening] = change


def last(opening: str, otherwise: LastChange) -> LastChange:
    """Give what changed last in an opening of a lesson; if that is not known, keep and give `otherwise`."""
    return _last.setdefault(opening, otherwise)


def nobody() -> None:
    """Forget all followers, and what changed."""
    _followers.clear()
    _last.clear()
