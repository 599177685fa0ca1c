"""What goes wrong while somebody uses a widget, as a sentence in it: never a traceback, never silence."""

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from ipywidgets import HTML

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.grid import cell

P = ParamSpec("P")
R = TypeVar("R")

TOLD = "migration-lab-told"
HINT = "Run the cell again. If it stays, tell us these words: they are the program's own."
_CODE = re.compile(r"`([^`]+)`")


class Told:
    """The place in a widget where it says what went wrong; a screen reader reads it out when it changes.

    Attributes:
        region: What a widget shows, empty while all is well.
        error: What went wrong last, for an author who wants its frames: `raise widget.told.error`.
    """

    def __init__(self) -> None:
        self.region = HTML(_status(""))
        self.region.add_class(TOLD)
        self.error: Exception | None = None
        self._inside = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Say what goes wrong inside, and clear what was said before if nothing does.

        A handler that sets off another one is one use of the widget: the inner error stays to be read.
        """
        if self._inside:
            with self._caught():
                yield
            return
        before, self.error, self._inside = self.error, None, True
        try:
            with self._caught():
                yield
        finally:
            self._inside = False
        if before is not None and self.error is None:
            self.clear()

    def __call__(self, handler: Callable[P, R]) -> Callable[P, R | None]:
        """Give the handler with an open ear: `select.observe(told(show), "value")`."""

        @functools.wraps(handler)
        def heard(*arguments: P.args, **named: P.kwargs) -> R | None:
            with self.listening():
                return handler(*arguments, **named)
            return None

        return heard

    def say(self, error: Exception) -> None:
        """Write an error's sentences into the region."""
        self.error = error
        message, hint = sentences(error)
        self.region.value = _status(f"<strong>{_marked(message)}</strong><br>{_marked(hint)}")

    def clear(self) -> None:
        """Say that all is well again: nothing."""
        self.error = None
        self.region.value = _status("")

    @contextmanager
    def _caught(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.say(error)


class Telling(Protocol):
    """A widget that has a place for such sentences: every `Dressed` one."""

    told: Told


T = TypeVar("T", bound=Telling)


def heard(method: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R | None]:
    """Let a widget's own method tell what goes wrong in it: write `@heard` above a handler."""

    @functools.wraps(method)
    def safe(widget: T, /, *arguments: P.args, **named: P.kwargs) -> R | None:
        with widget.told.listening():
            return method(widget, *arguments, **named)
        return None

    return safe


def sentences(error: Exception) -> tuple[str, str]:
    """Give what happened and what to do next, in plain words."""
    if isinstance(error, LabError):
        return error.message, error.hint
    words = str(error).strip().partition("\n")[0].replace(f"{places.home()}/", "")
    said = f": {cell(words).rstrip('.')}" if words else ""
    return f"This could not be shown. `{type(error).__name__}`{said}.", HINT


def _status(html: str) -> str:
    return f'<div role="status" aria-live="polite">{html}</div>'


def _marked(words: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(words))
