"""Restore the backup that is whole, and tell Alembic that it is new."""

import sqlite3

with sqlite3.connect("backups/wednesday.db") as kept, sqlite3.connect("app.db") as service:
    kept.backup(service)
