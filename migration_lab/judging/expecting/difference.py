"""How two states of a table's rows differ, in one sentence: a count, and one named row."""

from collections.abc import Sequence

from migration_lab.judging.expecting.matching import Key, Keyed, Values, row, same, value
from migration_lab.judging.expecting.spot import named, number
from migration_lab.judging.miss import Miss

SHOWN = 3  # columns of the row that is shown


def difference(meant: Keyed, now: Keyed, *, columns: Sequence[str], example: object, place: str) -> Miss | None:
    """Tell how many rows are gone or have other values, and show one of them; None if there are none.

    Args:
        meant: The rows as they must be.
        now: The rows as they are.
        columns: The names of the values, as the rows have them now.
        example: The key of the row to show if it is among those.
        place: The function that answers for it.
    """
    gone = [key for key in meant.values if key not in now.values]
    other = [key for key, values in meant.values.items() if key in now.values and not _equal(values, now.values[key])]
    if not gone and not other:
        return None
    key = _shown(other if len(other) > len(gone) else gone, example)
    said = ([_gone(meant, len(gone))] if gone else []) + ([_other(meant, now, columns, other)] if other else [])
    return Miss(f"{'; '.join(said)}; {_row(meant, now, columns, key)}", place)


def _equal(values: Values, others: Values) -> bool:
    """Tell whether all values are the `same`, two by two."""
    return values == others and [*map(type, values)] == [*map(type, others)]


def _shown(keys: list[Key], example: object) -> Key:
    wanted = example if isinstance(example, tuple) else (example,)
    return next((key for key in keys if key == wanted), keys[0])


def _gone(meant: Keyed, count: int) -> str:
    total = len(meant.values)
    words = "left" if meant.key else "left as they were"
    verb = "is" if total - count == 1 else "are"
    return f"{total - count:,} of {number(total, 'row')} of {named(meant.table)} {verb} {words}"


def _other(meant: Keyed, now: Keyed, columns: Sequence[str], keys: list[Key]) -> str:
    """Say which columns differ; where one column has the same value everywhere, say that one."""
    pairs = [(meant.values[key], now.values[key]) for key in keys]
    places = [at for at in range(len(columns)) if any(not same(old[at], new[at]) for old, new in pairs)]
    names = " and ".join(named(columns[at]) for at in places[:SHOWN]) + (" …" if len(places) > SHOWN else "")
    found = {value(new[places[0]]) for _, new in pairs}
    words = f"is {found.pop()}" if len(places) == len(found) == 1 < len(keys) else "is not what it must be"
    words = words if len(places) == 1 else "are not what they must be"
    return f"{names} {words} in {len(keys):,} of {number(len(meant.values), 'row')} of {named(now.table)}"


def _row(meant: Keyed, now: Keyed, columns: Sequence[str], key: Key) -> str:
    was = meant.values[key]
    if key not in now.values:
        pairs = [(name, one) for name, one in zip(columns, was, strict=True) if name not in meant.key]
        values = ", ".join(f"{named(name)} {value(one)}" for name, one in pairs[:SHOWN]) or "it had no other column"
        return f"{row(meant.table, key)} is gone ({values})" if meant.key else f"first: {values}"
    steps = [
        f"{named(name)} must be {value(old)}, is {value(new)}"
        for name, old, new in zip(columns, was, now.values[key], strict=True)
        if not same(old, new)
    ]
    return f"{row(now.table, key)}: {'; '.join(steps[:SHOWN])}"
