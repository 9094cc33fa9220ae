"""`python -m meetapp.window`: the window alone."""

import sys

from meetapp.window.app import run

if __name__ == "__main__":
    sys.exit(run(sys.argv))
