"""What happened before: SQLite took the long id without a word, and owners have set limits since."""

import sqlite3
from contextlib import closing

with closing(sqlite3.connect("app.db")) as connection, connection:
    connection.execute("ALTER TABLE endpoint_configs ADD COLUMN rate_limit INTEGER")
    connection.execute("UPDATE endpoint_configs SET rate_limit = 38 + id WHERE owner_id % 25 = 17")
    connection.execute("UPDATE alembic_version SET version_num = '007_add_rate_limit_per_minute_to_endpoint_configs'")
