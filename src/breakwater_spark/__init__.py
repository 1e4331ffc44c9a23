"""The adapter to a distributed engine, which will run the same batch functions; nothing is here yet."""
