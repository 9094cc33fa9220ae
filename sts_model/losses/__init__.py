"""Terms of the training objective; each a function with its formula and source."""
