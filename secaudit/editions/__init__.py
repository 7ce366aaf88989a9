"""A report in; the same report out, as much of it as its readers may see.

"I forget on purpose, and say how much."
"""

from secaudit.editions.circles import SECRECIES as SECRECIES
from secaudit.editions.edition import Choice as Choice
from secaudit.editions.edition import edit as edit
