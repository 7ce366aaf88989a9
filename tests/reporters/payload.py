"""What somebody who is audited might write into a name."""

ATTACK = (
    "<script>alert(1)</script>"
    "<img src=x onerror=alert(2)>"
    '"><svg onload=alert(3)>'
    "' onmouseover='alert(4)"
    "javascript:alert(5)"
    "</style></script></title></textarea><base href=//evil.invalid>"
    "{{7*7}}{% raw %}{#"
    "[click](https://evil.invalid)"
    "\u202eexe.fdp\u200b\u0000\u001b[31m\u009b2J\r\n::error::x\u2028"
    "-->]]>&amp;&#x3c;"
)
LONG = "x" * 5000
PAYLOAD = ATTACK + LONG

# Characters that no output for people may hold, wherever they came from.
FORBIDDEN = "\u202e\u200b\u0000\u001b\u009b\u2028\r"
