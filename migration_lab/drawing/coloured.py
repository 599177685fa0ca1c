"""Tables in which "+ added", "- removed", "~ changed" have their colour; the words stay, colour is never alone."""

import re

from migration_lab.values.marked import CLASSES

STYLES = CLASSES | {"!": CLASSES["-"]}
_SIGNED = re.compile(r"(<td>|<caption>[^<]*?)([+~!-] ?[a-z ]*)(?=</td>|</caption>)")


def coloured(html: str) -> str:
    """Colour the cells of a grid's HTML that are a sign with its word, and captions that end with one."""
    return _SIGNED.sub(_coloured, html)


def _coloured(found: re.Match[str]) -> str:
    return f'{found[1]}<span class="{STYLES[found[2][0]]}">{found[2]}</span>'
