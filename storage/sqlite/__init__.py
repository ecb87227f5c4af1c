"""The SQLite engine: connection, backup and export."""
