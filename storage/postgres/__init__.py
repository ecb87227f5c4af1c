"""PostgreSQL as the engine: connections and writes, the dialect's translation, the schema."""
