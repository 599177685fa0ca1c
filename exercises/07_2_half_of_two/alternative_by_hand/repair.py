"""Do by hand what a004 had still to do; its first half is there already."""

import sqlite3

connection = sqlite3.connect("analytics.db")
connection.execute("ALTER TABLE request_events ADD COLUMN region VARCHAR(10) DEFAULT 'unknown' NOT NULL")
connection.commit()
connection.close()
