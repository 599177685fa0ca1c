"""One damage that the lab knows how to do, in words."""

from dataclasses import dataclass, field

from migration_lab.selfcheck.mutants.damage import Damage


@dataclass(frozen=True)
class Blow:
    """One damage.

    Args:
        kind: What kind of damage: "index dropped".
        words: What is done: "index ix_users_email of users dropped".
        damage: Does it to a state.
    """

    kind: str
    words: str
    damage: Damage = field(repr=False)
