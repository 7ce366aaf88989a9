"""Rule folders in, rules bound to their checks out.

"I bind rules to checks and refuse what cannot be bound. I run nothing."
"""

from secaudit.packs.elsewhere import asked_by_shipped as asked_by_shipped
from secaudit.packs.glossary import shipped_glossary as shipped_glossary
from secaudit.packs.loading import Rulebook as Rulebook
from secaudit.packs.loading import load as load
from secaudit.packs.selection import shipped as shipped
