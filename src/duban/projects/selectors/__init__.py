"""What can be asked of projects."""
