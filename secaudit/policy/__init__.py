"""The form that a rule and a check must have, and what their expressions may name."""

from secaudit.policy.answers import Answered as Answered
from secaudit.policy.controls import Catalogue as Catalogue
from secaudit.policy.controls import Control as Control
from secaudit.policy.controls import Measure as Measure
from secaudit.policy.facts import Fact as Fact
from secaudit.policy.rule import Answer as Answer
from secaudit.policy.rule import Binding as Binding
from secaudit.policy.rule import Check as Check
from secaudit.policy.rule import CheckFactory as CheckFactory
from secaudit.policy.rule import Example as Example
from secaudit.policy.rule import Rule as Rule
from secaudit.policy.rule import Violation as Violation
from secaudit.policy.scope import Scope as Scope
from secaudit.policy.vocabulary import Vocabularies as Vocabularies
