"""The inventory as a network: who reaches whom, how, and where to cut.

"I am asked who reaches whom and how. I have never heard of rules."
"""

from secaudit.network.causes import Cause as Cause
from secaudit.network.causes import Group as Group
from secaudit.network.causes import Question as Question
from secaudit.network.causes import causes as causes
from secaudit.network.components import components as components
from secaudit.network.construction import connect as connect
from secaudit.network.construction import split as split
from secaudit.network.construction import turns as turns
from secaudit.network.device import Device as Device
from secaudit.network.network import Network as Network
from secaudit.network.network import Path as Path
from secaudit.network.redundancy import Part as Part
from secaudit.network.redundancy import Track as Track
from secaudit.network.redundancy import Tree as Tree
from secaudit.network.returns import Returns as Returns
from secaudit.network.search import Reach as Reach
from secaudit.network.search import reach as reach
from secaudit.network.steps import Way as Way
from secaudit.network.ways import Asked as Asked
from secaudit.network.ways import Closed as Closed
from secaudit.network.ways import Ways as Ways
