"""What touches the world: files, processes, and later platforms, channels and stores."""
