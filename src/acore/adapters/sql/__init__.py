"""One SQLite file for every store: its tables, its migrations, and its errors."""
