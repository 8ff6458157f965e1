"""Read the news through several outlets at once."""
