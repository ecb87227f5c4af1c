"""The rules. Pure: the same answer for the same facts, and nothing here waits."""
