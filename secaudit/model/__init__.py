"""Frozen nouns of the inventory, each with its source.

"I was finished when I was born."
"""

from secaudit.model.approval import Approval as Approval
from secaudit.model.approval import ApprovedFlow as ApprovedFlow
from secaudit.model.attestations import Attestation as Attestation
from secaudit.model.inventory import KINDS as KINDS
from secaudit.model.inventory import NOUNS as NOUNS
from secaudit.model.inventory import Inventory as Inventory
from secaudit.model.inventory import Kind as Kind
from secaudit.model.inventory import merge as merge
from secaudit.model.noun import Noun as Noun
from secaudit.model.noun import Part as Part
from secaudit.model.systems import ControlState as ControlState
from secaudit.model.systems import Facts as Facts
from secaudit.model.systems import System as System
from secaudit.model.topology import Gateway as Gateway
from secaudit.model.topology import Host as Host
from secaudit.model.topology import Link as Link
from secaudit.model.topology import Network as Network
from secaudit.model.topology import PolicyEntry as PolicyEntry
from secaudit.model.topology import Segment as Segment
from secaudit.model.units import Unit as Unit
