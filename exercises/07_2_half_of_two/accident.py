"""The release that got half-way: 007 ran and people have used it; a004 stopped after its first statement."""

import sqlite3
from contextlib import closing

REGIONS = ("eu-west", "ap-south", "us-east", "af-north")

with closing(sqlite3.connect("app.db")) as connection, connection:
    connection.execute("ALTER TABLE users ADD COLUMN region VARCHAR(10)")
    entered = [(region, first, len(REGIONS)) for first, region in enumerate(REGIONS)]
    connection.executemany("UPDATE users SET region = ?1 WHERE id % 25 = 17 AND (id / 25) % ?3 = ?2", entered)
    connection.execute("UPDATE alembic_version SET version_num = '007_add_region'")

with closing(sqlite3.connect("analytics.db")) as connection, connection:
    connection.execute("CREATE TABLE regions (code VARCHAR(10) NOT NULL, CONSTRAINT pk_regions PRIMARY KEY (code))")
