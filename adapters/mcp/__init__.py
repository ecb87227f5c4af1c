"""The Model Context Protocol: what agents may ask, over standard input and output or over HTTP."""
