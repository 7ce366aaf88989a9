"""Level determination: facts and a table of criteria in, a computed level with its reasons out.

"I say which level the criteria give and why. I never overwrite what was approved."
"""

from secaudit.levels.determination import Determination as Determination
from secaudit.levels.determination import determine as determine
from secaudit.levels.register import in_force as in_force
from secaudit.levels.register import register as register
from secaudit.levels.sensitivity import Change as Change
from secaudit.levels.sensitivity import what_if as what_if
from secaudit.levels.table import Criterion as Criterion
from secaudit.levels.table import Table as Table
from secaudit.levels.table import read_table as read_table
