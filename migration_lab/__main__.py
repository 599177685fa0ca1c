"""Let `python -m migration_lab` be the same as `./lab`."""

from migration_lab.cli import main

main()
