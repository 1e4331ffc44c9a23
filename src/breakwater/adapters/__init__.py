"""How does the outside world reach the library? One package for each port."""
