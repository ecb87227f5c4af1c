"""Pieces of a sentence by their build: clauses, lists, names and benchmarks that no table has."""
