"""The sample lists of tests/intake, each made anew for one trap of a real one."""
