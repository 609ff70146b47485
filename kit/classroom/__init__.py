"""What instructors and maintainers need; students never do. Reached by `python -m kit`."""
