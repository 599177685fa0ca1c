"""Take away what is there too much, and leave no user without a region."""

import sqlite3

connection = sqlite3.connect("analytics.db")
connection.execute("DROP TABLE regions")
connection.commit()
connection.close()

connection = sqlite3.connect("app.db")
connection.execute("UPDATE users SET region = 'unknown' WHERE region IS NULL")
connection.commit()
connection.close()
