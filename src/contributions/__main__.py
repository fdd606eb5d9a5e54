"""Run the command line where its script is not on the path: `python -m contributions`."""

from contributions.cli import main

if __name__ == "__main__":
    main()
