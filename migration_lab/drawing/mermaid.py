"""Names and words as mermaid takes them: whatever stands in them is drawn as text, and nothing in them runs."""

import re
from typing import Any

from migration_lab.grid import cell

LONGEST = 40
# The same light boxes in JupyterLab's light and dark theme: a picture keeps the colours it was drawn with when the
# theme changes, and of a coloured box mermaid colours every second row only, but the words of all.
LOOK = (
    '%%{init: {"theme": "default", "themeVariables": {"lineColor": "#808080"},'
    ' "themeCSS": ".labelBkg, .edgeLabel p {background-color: #ffffff !important}"}}%%'
)
_PLAIN = re.compile(r"[A-Za-z0-9 .,()\[\]\u00c0-\U0010ffff-]")  # what no grammar of mermaid's gives a meaning
_MARKER = "\ufb02"  # mermaid's own sign for a code that it will turn into a character
_DIRECTION = re.compile(r"(direction)\s", re.IGNORECASE)  # read as a statement wherever it stands in a line


def text(value: object, longest: int = LONGEST) -> str:
    """Write a value so that mermaid draws it letter by letter: signs become codes such as `#60;`."""
    words = cell(value, longest)
    written = "".join(_code(words, place) for place in range(len(words)))
    return _DIRECTION.sub(r"\1#32;", written)


def quoted(value: object, longest: int = LONGEST) -> str:
    """Write a value in double quotes, as a label; a value without letters still shows."""
    return f'"{text(value, longest) or text(chr(34) * 2)}"'


def output(source: str, words: str) -> dict[str, Any]:
    """Give a diagram with its words as an output that JupyterLab draws, for `ipywidgets.Output(outputs=(…,))`."""
    return {"output_type": "display_data", "data": {"text/vnd.mermaid": source, "text/plain": words}, "metadata": {}}


def _code(words: str, place: int) -> str:
    char = words[place]
    if char == "_" and words[place - 1 : place].isalnum() and words[place + 1 : place + 2].isalnum():
        return char  # inside a word it stresses nothing
    return char if _PLAIN.match(char) and char != _MARKER else f"#{ord(char)};"
