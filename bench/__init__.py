"""How fast, beside what? Each bench prints a figure and its reference from the same run."""
