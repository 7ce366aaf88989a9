"""Documents in, one inventory out.

"I turn valid data into nouns and resolve every name. I do not judge."
"""

from secaudit.intake.nouns import fragment as fragment
from secaudit.intake.resolution import Piece as Piece
from secaudit.intake.resolution import build as build
