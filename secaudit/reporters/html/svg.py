"""Elements of our own drawings. Text and values are escaped here, and there is no other way in."""

from markupsafe import Markup, escape


def tag(name: str, inner: str | Markup = "", **attributes: str | int) -> Markup:
    """An element; text and values are escaped, unless they are elements already.

    `class_` becomes `class` and `aria_label` becomes `aria-label`; `name` is always a word of ours.
    """
    told = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    end = f">{escape(inner)}</{name}>" if inner else "/>"
    return Markup(f"<{name}{told}{end}")  # noqa: S704  (each part is a word of ours or escaped)


def bar(part: int, whole: int, look: str = "") -> Markup:
    """A bar beside a number that says the same, so that it is hidden from screen readers."""
    share = min(100, 100 * part // whole) if whole else 0
    shape = tag("rect", width=share, height=6)
    return tag("svg", shape, class_=f"bar {look}".strip(), viewBox="0 0 100 6", preserveAspectRatio="none",
               aria_hidden="true")  # fmt: skip
