"""`joey aws bundle`: the zip file that Lambda runs."""

from __future__ import annotations

import click

from joey.cli.options import Invocation, options


@click.command("bundle", short_help="The zip file that Lambda runs, from the migrations folder")
@click.option("--out", metavar="FILE", required=True, help="The zip file to write.")
@click.option("--index", metavar="FOLDER", help="A folder with an index.py of your own, and what it needs.")
@options()
def command(invocation: Invocation, out: str, index: str | None) -> None:
    """Write the migrations, and what runs them, to one zip file for AWS Lambda.

    Every statement is read here by PostgreSQL's own parser; the function only runs what its manifest says. The same
    migrations give the same bytes. Refused is, with file and line, what the RDS Data API can't run.
    """
    terminal = invocation.terminal
    from joey.aws.bundle import build

    bundle = build(invocation.config.migrations, out, index=index)
    for warning in bundle.warnings:
        terminal.log("WARNING", warning)
    terminal.result("ok", bundle.to_json())
    if not terminal.json:
        terminal.data(str(bundle.path))
        count = len(bundle.manifest.files)
        files = f"{count} migration{'' if count == 1 else 's'}"
        terminal.note(f"{files}, {bundle.size / 1024:.0f} KB; manifest {bundle.manifest.hash[:12]}")
        for file in bundle.manifest.files:
            if file.takes:
                what = ", ".join(dict.fromkeys(one.what for one in file.takes))
                terminal.note(f"  {file.tag} may take data away ({what})")
