"""Long names in a narrow pane: they may break after `_` and `.`, where a reader would break them."""

import re

_PLACES = re.compile(r"(<[^>]*>)|(?<=[^\W_])(_+|\.)(?=[^\W\d_]|(?<=_)\d)")


def breakable(html: str) -> str:
    """Allow a line break inside the names of escaped HTML; a face never gets this, it is saved.

    Args:
        html: Text and tags in which `<`, `>` and `&` of names are escaped.
    """
    return _PLACES.sub(lambda found: found[1] or f"{found[2]}<wbr>", html)
