"""I answer true, false or unknown, and touch nothing.

A CEL text (Common Expression Language, https://github.com/google/cel-spec) is parsed, bound to a vocabulary and
compiled once; the predicate is then asked for one subject after another.
"""

from secaudit.expressions.failures import BudgetError as BudgetError
from secaudit.expressions.failures import EvaluationError as EvaluationError
from secaudit.expressions.failures import ExpressionError as ExpressionError
from secaudit.expressions.predicate import Predicate as Predicate
from secaudit.expressions.predicate import compile_text as compile_text
from secaudit.expressions.shapes import BOOL as BOOL
from secaudit.expressions.shapes import DOUBLE as DOUBLE
from secaudit.expressions.shapes import DYN as DYN
from secaudit.expressions.shapes import INT as INT
from secaudit.expressions.shapes import NULL as NULL
from secaudit.expressions.shapes import STRING as STRING
from secaudit.expressions.shapes import UNKNOWN as UNKNOWN
from secaudit.expressions.shapes import Field as Field
from secaudit.expressions.shapes import Function as Function
from secaudit.expressions.shapes import ListOf as ListOf
from secaudit.expressions.shapes import MapOf as MapOf
from secaudit.expressions.shapes import Record as Record
from secaudit.expressions.shapes import Shape as Shape
from secaudit.expressions.shapes import Unknown as Unknown
from secaudit.expressions.values import ClosedMap as ClosedMap
from secaudit.expressions.vocabulary import Named as Named
from secaudit.expressions.vocabulary import Vocabulary as Vocabulary
