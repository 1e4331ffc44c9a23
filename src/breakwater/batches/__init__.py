"""How is the same said fast? Twins over Arrow of what `text` and `detect` say, held to them by tests."""
