"""Findings, waivers and the day of the audit in; a status for every finding out.

"I give every finding a status. I lose none."
"""

from secaudit.triage.baseline import against as against
from secaudit.triage.baseline import fresh as fresh
from secaudit.triage.deadlines import with_deadlines as with_deadlines
from secaudit.triage.decision import about_expired as about_expired
from secaudit.triage.decision import decide as decide
from secaudit.triage.decision import expired_card as expired_card
from secaudit.triage.decision import score as score
from secaudit.triage.decision import waive as waive
from secaudit.triage.earlier import earlier as earlier
from secaudit.triage.refusal import LONGEST as LONGEST
from secaudit.triage.refusal import LONGEST_MONTHS as LONGEST_MONTHS
from secaudit.triage.refusal import Asked as Asked
from secaudit.triage.refusal import check_waivers as check_waivers
from secaudit.triage.unasked import about_unasked as about_unasked
from secaudit.triage.unasked import unasked_card as unasked_card
from secaudit.triage.waivers import read_waivers as read_waivers
