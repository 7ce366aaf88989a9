"""secaudit report: a saved result in any format, without the inventory."""

from pathlib import Path

import click

from secaudit.cli import console, editions, options, reports


@click.command()
@click.argument("result", type=click.Path(path_type=Path))
@reports.option
@editions.option
@reports.most_option
@reports.split_option
@options.language
@click.option("--quiet", "-q", is_flag=True, help="No text on standard output.")
def command(  # noqa: PLR0913, PLR0917  (one argument an option)
    result: Path, wanted: tuple[tuple[str, str], ...], editions: tuple[str, ...], ceiling: dict[str, str], lang: str,
    most: int, split_by: str | None, *, quiet: bool,
) -> int:  # fmt: skip
    """Write reports from a saved result (--report json=FILE of an audit), without the inventory.

    It is the same report byte for byte; nothing is judged again. Exit code 3 if the result says that it is incomplete.

    Example: secaudit report result.json --report html=report.html --lang vi
    """
    from secaudit.exchange.saved_result import read_result  # noqa: PLC0415  (heavy)

    outputs = reports.outputs(wanted, editions, ceiling, split_by)
    for output in outputs:
        options.spare(output.file, (result,))
    report = read_result(result)
    reports.write(report, outputs, lang, quiet=quiet, most=most)
    return console.tell_skipped(report.skipped)
