"""Who wants to know that a cell or a command may have changed a lesson's databases: what shows them follows."""

from collections.abc import Callable

_followers: dict[str, Callable[[], object]] = {}


def follow(name: str, follower: Callable[[], object]) -> None:
    """Call `follower` after each `%alembic` and each cell; one that followed under this name follows no more."""
    _followers[name] = follower


def tell(_: object = None) -> None:
    """Let all followers look; they are quick when nothing changed."""
    for follower in tuple(_followers.values()):
        follower()


def nobody() -> None:
    """Forget all followers."""
    _followers.clear()
