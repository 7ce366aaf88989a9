"""An inventory and its network in; for each declared thing what a page about it tells out.

"I lay out what was declared, and what belongs together. I judge nothing."
"""

from secaudit.dossiers.conduits import conduits as conduits
from secaudit.dossiers.records import dossiers as dossiers
