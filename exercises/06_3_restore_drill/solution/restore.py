"""Restore the backup that is whole; the upgrade brings it to the newest revision."""

import sqlite3

with sqlite3.connect("backups/wednesday.db") as kept, sqlite3.connect("app.db") as service:
    kept.backup(service)
