"""Breakwater: which accounts promote people smuggling, how, and why do you say so?"""

__version__ = "0.1.0"
