"""Every sentence this room says, in one place, so that another language is one more file like this one.

`{...}` is filled in with `str.format`; what comes from a file passes through `shown` first. A help says what would be right, in the imperative.
"""


def shown(value: str, limit: int = 60) -> str:
    """A text from a file as it may appear in a message: short, and with nothing invisible in it."""
    cut = value if len(value) <= limit else value[: limit - 3] + "..."
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut)


# The reader
NO_LIBYAML = "PyYAML was installed without libyaml, which reads every file here"
NO_LIBYAML_HELP = "install PyYAML from a binary wheel, or build it with libyaml present"
NOT_UTF8 = "byte 0x{byte:02x} is not UTF-8"
NOT_UTF8_HELP = "save the file as UTF-8"
FILE_TOO_LARGE = "the file has {size:,} bytes; at most {limit:,} are read"
FILE_TOO_LARGE_HELP = "split it: lists may be spread over any number of files"
INVISIBLE = "the invisible character {name} is not allowed: editors disagree whether it begins a line"
INVISIBLE_HELP = "delete it, or retype the line"
CONTROL = "the control character U+{code:04X} is not allowed in text"
CONTROL_HELP = "delete it"
EMPTY = "the file holds nothing"
EMPTY_HELP = "write the version of the format first, such as `secaudit: 1`"
NOT_A_MAPPING = "the file must begin with `key: value` lines, not with {what}"
NOT_A_MAPPING_HELP = "put lists under a key, such as `systems:`"
TWO_DOCUMENTS = "a second document begins here"
TWO_DOCUMENTS_HELP = "write one document a file: remove `---`, or split the file"
DIRECTIVE = "YAML directives (`%YAML`, `%TAG`) are not allowed"
DIRECTIVE_HELP = "remove the line; every file is YAML 1.2"
TOO_DEEP = "nested more than {limit} deep"
TOO_DEEP_HELP = "no document needs this; look for a bracket that is not closed"
TOO_MANY = "the file has more than {limit:,} values and keys"
SCALAR_TOO_LONG = "this text has {size:,} characters; at most {limit:,} are allowed"
SCALAR_TOO_LONG_HELP = "shorten it, or refer to a document of its own"
ANCHOR = "anchors (`&{name}`) are not allowed"
ALIAS = "aliases (`*{name}`) are not allowed"
ANCHOR_HELP = "write the value where it belongs; if text begins with `&` or `*`, quote it"
TAG = "tags (`{tag}`) are not allowed"
TAG_HELP = "write the plain value; if text begins with `!`, quote it"
MERGE_KEY = "merge keys (`<<`) are not allowed"
MERGE_KEY_HELP = "write the keys out where they belong"
COMPLEX_KEY = "a key must be a word, not a list or a mapping"
COMPLEX_KEY_HELP = "if this is text, quote it"
EMPTY_KEY = "a key is empty"
EMPTY_KEY_HELP = "write a key before the `:`"
DUPLICATE_KEY = "'{key}' stands twice in one mapping: in line {first} and in line {second}"
DUPLICATE_KEY_HELP = "keep one of them"
BROKEN = "this is not YAML: {reason}"
OPENED = " (opened in line {line})"
BROKEN_HELP = "look at the indentation, quotes and brackets here and on the line before"

# What libyaml says, and what that means for the person who reads it.
LIBYAML = {
    "control characters are not allowed": ("a control character is in the file", "delete it"),
    "mapping values are not allowed in this context": (
        "a `:` where no key can be",
        "check the indentation; put text that contains `: ` in quotes",
    ),
    "found unexpected ':'": (
        "a `:` where none can be",
        "write a space after it; put text that contains it in quotes",
    ),
    "did not find expected key": (
        "expected a key here, at the indentation of its siblings",
        "align this line with the keys above it",
    ),
    "did not find expected '-' indicator": (
        "expected a `-` here, at the indentation of its siblings",
        "align this line with the items above it",
    ),
    "could not find expected ':'": ("a key without `:`", "write `key: value`, with a space after the `:`"),
    "found character that cannot start any token": (
        "a tab, `@`, `` ` `` or `%` where a value begins",
        "indent with spaces; put the text in quotes",
    ),
    "found a tab character where an indentation space is expected": (
        "a tab where the indentation is",
        "indent with spaces",
    ),
    "found a tab character that violates indentation": (
        "a tab where the indentation is",
        "indent with spaces",
    ),
    "did not find expected ',' or ']'": (
        "a list `[` is not closed{opened}",
        "close it with `]`, or add a `,`",
    ),
    "did not find expected ',' or '}'": (
        "a mapping `{{` is not closed{opened}",
        "close it with `}`, or add a `,`",
    ),
    "found unexpected end of stream": ("a quote or bracket is not closed{opened}", "close it"),
    "found undefined tag handle": ("tags (`!`) are not allowed", TAG_HELP),
    "found unknown escape character": (
        "an unknown escape in a text in double quotes",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    "found invalid Unicode character escape code": (
        "an escape that stands for no character",
        "write the character itself",
    ),
    "did not find expected <document start>": (
        "text after the end of the document, or a key that is not indented like the first one",
        "align this line with the keys above it",
    ),
}

# The schema
UNKNOWN_KEY = "'{key}' is not a key of {where}"
UNKNOWN_KEY_GUESS = "'{key}' is not a key of {where}; did you mean '{guess}'?"
UNKNOWN_KEY_HELP = "keys of {where}: {keys}"
THE_FILE = "this file"
MISSING = "{key} is missing in {where}"
MISSING_HELP = "add `{example}`"
CHOICE = "{name} is {value}, but it must be {choices}"
CHOICE_GUESS = "{name} is {value}, but it must be {choices}; did you mean '{guess}'?"
KIND = "{value} is not a kind of {what}"
KIND_GUESS = "{value} is not a kind of {what}; did you mean '{guess}'?"
KIND_HELP = "write {choices}"
ONE_OF = "one of {choices}"
ONE_OF_RANGE = "one of {first} to {last}"
NULL = "{name} has no value"
NULL_HELP = "write one, or remove the line: what is absent is unknown, never empty"
TYPE = "{name} must be {expected}, but it is {found}"
TYPES = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}
TYPE_HELPS = {
    "string": "put it in quotes",
    "integer": "write the digits alone, without quotes, point or leading zero",
    "boolean": "write `true` or `false`",
    "array": "write `[a, b]`, or one `- ` line for each item",
    "object": "write `key: value` lines below it, indented",
}
FORM = "'{value}' is not {what}"
FORM_HELP = "{description} Example: {example}"
TOO_SHORT = "{name} is an empty text"
TOO_LONG = "{name} has {size:,} characters; at most {limit:,} are allowed"
TOO_FEW = "{name} needs at least {limit} items, but has {size}"
TOO_FEW_OF_ONE = "{name} needs at least one item, but has none"
TOO_MANY_ITEMS = "{name} may have at most {limit} items, but has {size}"
TWICE = "{value} stands twice in {name}"
TWICE_HELP = "keep one of them"
LACKING = "none of the {name} has `{keys}:`"
LACKING_HELP = "add one that has"
TOO_SMALL = "{name} is {value}, but it must be at least {limit}"
TOO_BIG = "{name} is {value}, but it must be at most {limit}"
TOO_FEW_KEYS = "{name} is empty"
OTHER = "{name}: {message}"
MORE = "and {count} more problems in this file"
MORE_AT_LEAST = "and at least {count} more problems in this file"
ITEM = "item {number} of {name}"
OR = " or "
THE_NUMBER = "the number {value}"
THE_TEXT = "the text '{value}'"

# Files
SYMLINK = "this is a symbolic link, or lies behind one; links are not followed"
SPECIAL_FILE = "this is not a regular file"
UNPRINTABLE_NAME = "the name is not UTF-8 or holds control characters"
HIDDEN = "the name begins with a dot; hidden files are not read"
CASE_CLASH = "another file has the same name but for case or accents; some systems see only one of them"
NOT_FOUND = "there is no such file or folder"
UNREADABLE = "this cannot be read: {reason}"
OUTSIDE = "this path leads out of the folder that is audited"
FILE_HELP = "put a readable file in its place"
DID_YOU_MEAN = "did you mean {name}?"
ROOT_HELP = "check the path that was given"
OUTSIDE_HELP = "give a path below that folder"
