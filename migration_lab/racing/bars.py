"""The plot of the race: three groups of bars, drawn by hand as SVG, with the number beside each bar."""

from collections.abc import Callable
from html import escape

from migration_lab.racing.lap import Lap, duration

LEFT, WIDTH, RIGHT, LINE, HEAD = 190, 300, 90, 20, 26
GROUPS: tuple[tuple[str, Callable[[Lap], float], Callable[[float], str]], ...] = (
    ("Time", lambda lap: lap.seconds, duration),
    ("Peak memory", lambda lap: lap.memory, lambda amount: f"{amount:,.0f} MB"),
    ("Longest write lock", lambda lap: lap.lock, duration),
)


def drawn(laps: tuple[Lap, ...]) -> str:
    """Draw all laps; the longest bar of each group is as wide as the plot, colour says nothing."""
    tall = len(GROUPS) * (HEAD + LINE * len(laps)) + 8
    groups = "".join(_group(laps, at * (HEAD + LINE * len(laps)), *group) for at, group in enumerate(GROUPS))
    words = "Three groups of bars, the same numbers as in the table above: time, peak memory, longest write lock."
    return (
        f'<svg role="img" aria-label="{words}" viewBox="0 0 {LEFT + WIDTH + RIGHT} {tall}" '
        f'style="max-width: {LEFT + WIDTH + RIGHT}px; width: 100%" font-size="12" fill="currentColor">{groups}</svg>'
    )


def _group(
    laps: tuple[Lap, ...], top: int, title: str, value: Callable[[Lap], float], words: Callable[[float], str]
) -> str:
    most = max(map(value, laps)) or 1.0
    parts = [f'<text x="0" y="{top + 18}" font-weight="bold">{title}</text>']
    for number, lap in enumerate(laps):
        y, wide = top + HEAD + number * LINE, max(1.0, WIDTH * value(lap) / most)
        parts += [
            f'<text x="0" y="{y + 12}">{escape(lap.style)}</text>',
            f'<rect x="{LEFT}" y="{y + 2}" width="{wide:.1f}" height="{LINE - 8}" fill="#4c78a8"/>',
            f'<text x="{LEFT + wide + 6:.1f}" y="{y + 12}">{escape(words(value(lap)))}</text>',
        ]
    return "".join(parts)
