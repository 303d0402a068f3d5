"""``python -m quotes`` is the command ``quotes``."""

import sys

from quotes.cli import main

sys.exit(main())
