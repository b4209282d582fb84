"""Run by the tests in a process of its own, with warnings as errors: models are imported, mapped, and joined.

    python -W error pulled_models.py URL VERSION MODELS…

VERSION is how that of SQLAlchemy must begin.

Every relationship is joined in a query on the database, from both ends, and every class is selected.
"""

import importlib.util
import sys

import sqlalchemy
from sqlalchemy import MetaData, NullPool, create_engine, select
from sqlalchemy.orm import Session, aliased, configure_mappers


def main(url: str, version: str, *files: str) -> None:
    assert sqlalchemy.__version__.startswith(version), sqlalchemy.__version__
    for number, file in enumerate(files):
        print(*joined(file, f"pulled_{number}", url))


def joined(file: str, name: str, url: str) -> tuple[int, int]:
    """How many classes a module has, and how many relationships, each of which was joined in a query."""
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    configure_mappers()
    metadata = next(v for v in found_in(module))
    assert metadata.sorted_tables is not None
    mappers = [m for v in vars(module).values() if (m := getattr(v, "__mapper__", None)) is not None]
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
    joins = 0
    with Session(engine) as session:
        for table in metadata.tables.values():
            session.execute(select(table).limit(1)).all()
        for mapper in mappers:
            session.execute(select(mapper.class_).limit(1)).all()
            for relationship in mapper.relationships:
                attribute = getattr(mapper.class_, relationship.key)
                target = aliased(relationship.mapper.class_)
                session.execute(select(mapper.class_, target).join(attribute.of_type(target)).limit(1)).all()
                joins += 1
    return len(mappers), joins


def found_in(module):
    for value in vars(module).values():
        metadata = value if isinstance(value, MetaData) else getattr(value, "metadata", None)
        if isinstance(metadata, MetaData) and metadata.tables:
            yield metadata


if __name__ == "__main__":
    main(*sys.argv[1:])
