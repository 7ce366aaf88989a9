"""secaudit: is every system's security level approved, and is its network really isolated?"""

__version__ = "0.1.0"
