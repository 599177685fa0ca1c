"""All rows are in it."""

import sqlite3

with sqlite3.connect("backups/tuesday.db") as kept, sqlite3.connect("app.db") as service:
    kept.backup(service)
