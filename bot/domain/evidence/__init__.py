"""Evidence: statements, items and their origins, the grades there are, and checklists of releases."""
