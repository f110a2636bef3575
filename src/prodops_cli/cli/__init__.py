"""The commands: one thin module each, found by walking this package. Heavy imports live inside the functions."""
