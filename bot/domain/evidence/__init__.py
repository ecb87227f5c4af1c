"""Evidence, its origins, and the grades computed from it."""
