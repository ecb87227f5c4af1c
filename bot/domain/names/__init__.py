"""Names of models and of the labs that make them."""
