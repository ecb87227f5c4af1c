"""The cards of markets: their model, layout, brief answer, cautions and facts."""
