"""The process: wiring, serving, supervision, logging, metrics."""
