"""Take away what is there too much; the upgrade then runs as if nothing had happened."""

import sqlite3

connection = sqlite3.connect("app.db")
connection.execute("ALTER TABLE users DROP COLUMN initials")
connection.commit()
connection.close()
