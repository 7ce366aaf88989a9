"""`python -m secaudit`."""

from secaudit.cli import run

if __name__ == "__main__":
    run()
