"""What does the library ask of the world? Small Protocols, each with one contract test."""
