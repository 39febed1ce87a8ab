"""A platform whose sellers open their Paddle dashboard."""
