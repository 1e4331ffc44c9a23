"""Which tactic does a text promote, and why do we say so?"""
