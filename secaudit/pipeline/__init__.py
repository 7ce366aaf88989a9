"""Read, build, connect, load, evaluate, decide.

"I am a list of steps. I have no opinion."
"""

from secaudit.pipeline.audit import audit as audit
from secaudit.pipeline.audit import load as load
from secaudit.pipeline.examples import try_examples as try_examples
from secaudit.pipeline.names import vocabulary as vocabulary
from secaudit.pipeline.reading import Progress as Progress
from secaudit.pipeline.reading import Reading as Reading
from secaudit.pipeline.reading import counts as counts
from secaudit.pipeline.reading import read_inventory as read_inventory
from secaudit.pipeline.request import Request as Request
