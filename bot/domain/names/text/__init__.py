"""Names in running text: tokens, spans, and names recognizable only in context."""
