"""How the names of a sentence are related: by what it asks of two models, and by the claims in it."""
