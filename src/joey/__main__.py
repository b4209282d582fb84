"""`python -m joey`."""

from joey.cli.main import main

if __name__ == "__main__":
    main()
