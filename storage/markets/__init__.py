"""Markets, prices and requested markets."""
