"""Plain, validated data with line numbers.

"I do not know what a zone is. I remember line numbers."
"""

from secaudit.documents.document import Document as Document
from secaudit.documents.document import Node as Node
from secaudit.documents.document import Text as Text
from secaudit.documents.document import embedded as embedded
from secaudit.documents.document import layered as layered
from secaudit.documents.files import FileEntry as FileEntry
from secaudit.documents.files import Skip as Skip
from secaudit.documents.files import read as read
from secaudit.documents.reader import parse as parse
from secaudit.documents.schemas import SCHEMAS as SCHEMAS
from secaudit.documents.schemas import check as check
from secaudit.documents.schemas import problems as problems
from secaudit.documents.schemas import schema_text as schema_text
from secaudit.documents.walker import Walk as Walk
from secaudit.documents.walker import walk as walk
