"""What happened before: the learner's own database has run their revision, and users have entered their zones."""

import sqlite3
from contextlib import closing

ZONES = ("Europe/London", "Asia/Tokyo", "America/Lima", "Africa/Lagos")

with closing(sqlite3.connect("app.db")) as connection, connection:
    connection.execute("ALTER TABLE users ADD COLUMN timezone VARCHAR(40)")
    entered = [(zone, first, len(ZONES)) for first, zone in enumerate(ZONES, 1)]
    connection.executemany("UPDATE users SET timezone = ?1 WHERE id % 20 = 17 AND (id / 20) % ?3 = ?2 - 1", entered)
    connection.execute("UPDATE alembic_version SET version_num = '007_add_timezone'")
