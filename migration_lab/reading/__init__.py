"""How a database is read: opened without leaving a trace, every fact from the database's own catalogue."""
