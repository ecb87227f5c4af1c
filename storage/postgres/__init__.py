"""The PostgreSQL engine: connections and writes, dialect translation, schema."""
