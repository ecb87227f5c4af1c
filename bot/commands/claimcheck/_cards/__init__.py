"""The cards of claims: layout, brief answer, facts and buttons."""
