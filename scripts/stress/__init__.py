"""Several offices on one ledger, at random: nothing may be lost."""
