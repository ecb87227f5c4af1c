"""The desk in a browser: behind a sign-in, the same orders as in chat."""
