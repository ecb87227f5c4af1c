"""Evidence: statements, items and their origins, grades, and release checklists."""
