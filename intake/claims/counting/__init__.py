"""What figures read of claims."""
