"""How a command runs: the real Alembic in a child process, bounded, and its failure told in words."""
