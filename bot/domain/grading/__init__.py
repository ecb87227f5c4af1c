"""Grade claims: what bears on them, its weight, the grade, and what is missing."""
