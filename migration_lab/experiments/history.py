"""The closing tables of lesson 05: small slips with a history, and branches that live on."""

from migration_lab.experiments import history_names, history_repairs, history_shapes

SLIPS = (
    history_names.id_too_long,
    history_names.vague_names,
    history_names.forbidden_characters,
    history_names.same_number_twice,
    history_names.message_in_history,
    history_repairs.heads_is_not_pending,
    history_shapes.second_merge,
    history_shapes.head_or_heads,
    history_shapes.minus_one,
    history_repairs.reparented_after_it_ran,
    history_repairs.circle,
    history_repairs.parent_gone,
    history_repairs.purged_by_mistake,
    history_repairs.edited_after_release,
)
LATER = (
    history_repairs.squashed,
    history_shapes.depends_on,
    history_shapes.labels,
    history_shapes.several_bases,
)
EXPERIMENTS = SLIPS + LATER
