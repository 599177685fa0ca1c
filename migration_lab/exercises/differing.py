"""Two texts of one file in a few lines: where they differ, with a little around; each line says whose it is."""

from collections.abc import Iterator
from difflib import unified_diff

AROUND = 2  # equal lines before and after a difference
MARKS = {"-": "- yours  ", "+": "+ ours   ", " ": "         "}
GAP = "…"
AT_THE_TOP = ("@@ -0,", "@@ -1,", "@@ -1 ")
SAME = "(yours and ours say the same)"


def lines(mine: str, model: str) -> str:
    """Write the lines that differ, each with a sign and a word before it."""
    return "\n".join(_lines(mine, model)) or SAME


def _lines(mine: str, model: str) -> Iterator[str]:
    yours, ours = (text.expandtabs(4).splitlines() for text in (mine, model))
    for number, line in enumerate(unified_diff(yours, ours, n=AROUND, lineterm="")):
        if number < 2:  # two names of files
            continue
        if line.startswith("@@"):
            if not line.startswith(AT_THE_TOP):
                yield GAP
        else:
            yield f"{MARKS[line[0]]}{line[1:]}".rstrip()
