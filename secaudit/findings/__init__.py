"""What will be told: words and weights, and no machinery.

Import the submodule you need; it says who you are.
"""
