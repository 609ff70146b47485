"""Mark a folder of submissions: find whose they are, run each answer where it can do no harm, judge it."""
