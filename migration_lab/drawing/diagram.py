"""A diagram as a value: mermaid text for JupyterLab, and the same in words for everybody else."""

from dataclasses import dataclass
from typing import Any

from migration_lab.drawing import mermaid


@dataclass(frozen=True, repr=False)
class Diagram:
    """A drawing with its words.

    Args:
        source: Mermaid text, with `accTitle` and `accDescr`.
        words: The same for a terminal or a screen reader.
    """

    source: str
    words: str

    @property
    def output(self) -> dict[str, Any]:
        """Give it as an output that JupyterLab draws, for `ipywidgets.Output(outputs=(…,))`."""
        return mermaid.output(self.source, self.words)

    def __str__(self) -> str:
        return self.words

    def __repr__(self) -> str:
        return str(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        bundle: dict[str, str] = self.output["data"]
        return bundle
