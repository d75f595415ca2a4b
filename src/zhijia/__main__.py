"""python -m zhijia, for where the command itself is not on the path."""

from zhijia.cli import main

main()
