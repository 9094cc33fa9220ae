"""What the built program runs: a process of its own when it is called again for that, else the command line."""

import multiprocessing
import sys

from meetapp.__main__ import main
from meetapp.children import become

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if not become(sys.argv[1:]):
        main()
