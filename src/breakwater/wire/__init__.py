"""How do records travel? To and from Arrow and JSON."""
