"""`python -m breakwater`."""

from breakwater.cli import main

if __name__ == "__main__":
    main()
