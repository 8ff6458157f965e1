"""JupyterLab in a real browser, as a user meets it."""
