"""Commands for instructors and maintainers, run as `python -m kit …`; students do not need them."""
