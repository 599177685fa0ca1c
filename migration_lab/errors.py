"""The one family of errors a learner meets: what happened, and what to do next."""


class LabError(Exception):
    """Say what happened (with the value seen and why it matters) and what to do next.

    Args:
        message: What happened, in full sentences, with the value that was seen.
        hint: The next step, ready to paste.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\nHint: {self.hint}"

    def _render_traceback_(self) -> list[str]:
        """Let IPython show the two sentences instead of our frames."""
        return [f"{type(self).__name__}: {self}"]


class UnknownWordError(LabError):
    """A word was typed that is the name of nothing here: `./lab` ends with 2, as with any word it cannot read."""
