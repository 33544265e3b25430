"""``python -m chunfeng.cli``."""

from chunfeng.cli.app import main

if __name__ == "__main__":
    main()
