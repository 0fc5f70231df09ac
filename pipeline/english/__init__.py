"""English names of what is not known: glossed and romanised."""
