"""A sentence about a model, understood by printed rules: what it says, of which model, by when, how sure it sounds."""
