"""What every kernel of this course does when it starts; installing kit puts this file where IPython looks."""

c = get_config()  # noqa: F821 (IPython provides it)
c.InteractiveShellApp.extensions.append("kit.check.unrun")  # a name without a value: which cell to run first
