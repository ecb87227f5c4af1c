"""Grade claims: what bears on them, what it weighs, the grade, and what is missing."""
