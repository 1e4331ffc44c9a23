"""What happens in which order? The pipeline as plain functions over records, columns and ports."""
