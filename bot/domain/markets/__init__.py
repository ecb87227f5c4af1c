"""Prediction markets: quotes, release curves, rules, mapping and calibration."""
