"""`python -m pipeline` is the `kayan` command."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
