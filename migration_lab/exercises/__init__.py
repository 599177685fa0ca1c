"""The exercises: what each one is, where it starts, and the answers its author wrote, right and wrong."""
