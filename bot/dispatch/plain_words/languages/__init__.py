"""Questions in other languages: what their commonest words mean, where a script has no spaces where words end."""
