"""What stands before a DROP … CASCADE, where PostgreSQL has no other way."""

from __future__ import annotations

from collections.abc import Sequence

from joey.postgres.names import dollar_quoted, literal


def guard(what: str, going: Sequence[str], first: str = "") -> str:
    """A block that fails where CASCADE would take along more than `going` and what is a part of these.

    `what` is dropped; each of `going` is SQL for (classid, objid) of pg_depend; `first` is a statement of the block
    that keeps others from hanging something on it meanwhile.
    """
    message = f"{what} can be dropped only with CASCADE, which would take along what isn't planned: "
    hint = "Drop that first, and make it again afterwards; or let the models have it."
    rows = ",\n            ".join(f"({thing})" for thing in going)
    body = (
        "\nDECLARE\n    more text;\nBEGIN\n"
        f"{f'    {first};{chr(10)}' if first else ''}"
        "    WITH RECURSIVE going AS (\n"
        f"        SELECT classid::oid, objid::oid FROM (VALUES\n            {rows}\n"
        "        ) AS planned (classid, objid) WHERE objid IS NOT NULL\n"
        "        UNION SELECT d.classid, d.objid FROM going AS g JOIN pg_depend AS d\n"
        "            ON d.refclassid = g.classid AND d.refobjid = g.objid AND d.deptype <> 'n'\n"
        "    ), along AS (\n"
        "        SELECT d.classid, d.objid, d.objsubid FROM going AS g JOIN pg_depend AS d\n"
        "            ON d.refclassid = g.classid AND d.refobjid = g.objid\n"
        "        UNION SELECT d.refclassid, d.refobjid, 0 FROM going AS g JOIN pg_depend AS d\n"
        "            ON d.classid = g.classid AND d.objid = g.objid AND d.deptype = 'i'\n"
        "    )\n"
        "    SELECT string_agg(thing, ', ' ORDER BY thing) INTO more FROM (\n"
        "        SELECT DISTINCT pg_describe_object(classid, objid, objsubid) AS thing FROM along\n"
        "        WHERE (classid, objid) NOT IN (SELECT classid, objid FROM going)\n"
        "    ) AS found;\n"
        f"    IF more IS NOT NULL THEN\n        RAISE EXCEPTION USING MESSAGE = {literal(message)} || more,\n"
        f"            HINT = {literal(hint)};\n    END IF;\nEND\n"
    )
    return f"DO {dollar_quoted(body)}"
