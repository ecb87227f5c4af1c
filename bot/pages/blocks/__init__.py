"""Parts that several pages share: odds, checklists, rows of claims, names and changes."""
