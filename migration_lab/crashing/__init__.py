"""The crash lab: end the process after a chosen statement of a migration, and look at what is left."""
