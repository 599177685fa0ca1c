"""Take away what is there too much; the corrected revision then runs from its beginning."""

import sqlite3

connection = sqlite3.connect("analytics.db")
connection.execute("DROP TABLE regions")
connection.commit()
connection.close()
