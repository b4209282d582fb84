"""The names of migrations: what a file may be called, and what joey calls it when nobody says."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping

from joey.errors import ConfigurationError, SecurityViolation

_SAFE = re.compile(r"[A-Za-z0-9_]+")
_HYPHENED = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST = 120  # of a given name; with index and extension it stays far below what file systems allow


def is_safe(tag: str) -> bool:
    """Whether a tag holds only letters, digits and `_`."""
    return _SAFE.fullmatch(tag) is not None


def checked(tag: str, *, suffix: str = ".sql", file: str | None = None, line: int | None = None) -> str | None:
    """A warning where a tag holds a hyphen, else None; any other character is a SecurityViolation."""
    if _SAFE.fullmatch(tag):
        return None
    if _HYPHENED.fullmatch(tag):
        return f"{tag}{suffix} has a hyphen in its name; letters, digits and _ are safe everywhere"
    raise SecurityViolation(
        f"Security: Invalid characters in migration filename: {printable(tag)}{suffix}",
        file=file,
        line=line,
        hint="Migration filenames may hold only letters, digits and underscores, and end in .sql. Nothing was run.",
    )


def printable(name: str) -> str:
    """A name as it can be shown and logged, whatever bytes it is made of."""
    if len(name) > 300:
        name = name[:300] + "…"
    text = name.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def slug(name: str) -> str:
    """A name that a person gave, as it goes into the file's name."""
    if re.search(r"[/\\\0]", name) or name in (".", ".."):
        raise SecurityViolation(
            f"Security: Invalid characters in migration filename: {printable(name)}",
            hint="Give a name of letters, digits and underscores, such as add_invoices.",
        )
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9_]+", "_", plain).strip("_")
    if not words:
        raise ConfigurationError(
            f"The name {name!r} holds nothing that can go into a file's name",
            hint="Give a name of letters, digits and underscores, such as add_invoices.",
        )
    if len(words) > _LONGEST:
        raise ConfigurationError(
            f"The name is too long: {len(words)} characters, where {_LONGEST} are allowed",
            hint="Give a shorter name; the purpose can go into a comment in the file.",
        )
    return words


def pick(seed: str | bytes) -> str:
    """An adjective and a noun, always the same for the same seed."""
    digest = hashlib.sha256(seed.encode() if isinstance(seed, str) else seed).digest()
    adjective = ADJECTIVES[int.from_bytes(digest[:8], "big") % len(ADJECTIVES)]
    noun = NOUNS[int.from_bytes(digest[8:16], "big") % len(NOUNS)]
    return f"{adjective}_{noun}"


def header(template: str, values: Mapping[str, str]) -> str:
    """The head of a new file: the template with its `{placeholders}` filled, every line a comment."""

    def fill(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise ConfigurationError(
                f"The header template names {{{match[1]}}}, which joey doesn't know",
                hint=f"It may name {', '.join('{' + name + '}' for name in sorted(values))}.",
            )
        return values[match[1]]

    lines = re.sub(r"\{(\w+)\}", fill, template).splitlines()
    shown = [line if not line.strip() or line.lstrip().startswith("--") else f"-- {line}" for line in lines]
    return "".join(f"{line.rstrip()}\n" for line in shown)


ADJECTIVES = (
    "able active agile airy alert amber ample amused apt arctic artful autumn avid awake azure balanced basic "
    "beaming bold bouncy brave breezy brief bright brisk bronze bubbly busy calm candid careful casual cedar cheery "
    "chief chipper civil clean clear clever cloudy coastal cobalt cool copper coral cosmic cosy crafty crisp "
    "curious daily dapper daring dawn deep deft dewy direct dotted dreamy dusky eager early earnest easy eastern "
    "elder emerald even exact fair famous fancy fast festive fine firm fluent fluffy fond frank free fresh "
    "friendly frosty gallant gentle gifted giddy glad gleaming glossy golden graceful grand green handy happy "
    "hardy hazel hearty helpful honest humble icy indigo inland jade jaunty jolly jovial joyful keen kind late "
    "leafy level light lilac lively local logical loyal lucid lucky lunar magic maple marble mellow merry mighty "
    "mild mindful minty misty modern modest mossy musical native neat nimble noble northern novel olive open "
    "opal orange patient peaceful pearly placid playful pleasant plucky plum polite proud punctual quick quiet "
    "rapid ready regal robust rosy rustic sandy scarlet serene sharp shiny silent silver simple sincere smooth "
    "snowy snug solar solid sonic southern spare spirited spring spry stable starry steady stellar still stout "
    "sturdy sunny sure swift tall tame teal thankful tidy tranquil trusty upbeat useful velvet vivid warm wary "
    "western windy winter wise witty woven young zesty"
).split()

NOUNS = (
    "acorn albatross alder almond alpaca anchor antelope anvil apricot arbor aspen aurora avocet badger balloon "
    "bamboo banjo barley basin bay beacon beaver beetle bell birch bison blossom boulder bramble breeze bridge "
    "brook buffalo bumblebee butterfly button cabin cactus camel canary candle canoe canyon caravan cardinal "
    "carousel castle cello chestnut chickadee chimney cinnamon clarinet clover comet compass condor cottage cove "
    "crane creek cricket crocus curlew daisy delta dingo dolphin donkey dove dragonfly drum dune eagle echo "
    "egret elk elm ember emu falcon feather fern ferry fiddle finch fjord flamingo flute forest fountain fox "
    "galaxy garden gazelle gecko geyser giraffe glacier goose gopher grove gull hamlet harbor hare harp hazelnut "
    "hedgehog heron hill hummingbird ibex ibis iguana island ivy jackdaw jay juniper kangaroo kayak kestrel kettle "
    "kingfisher kite kiwi koala ladybird lagoon lake lantern lark lemon lemur lighthouse lily linden lizard llama "
    "lotus lynx magnolia magpie mallard mango manatee marten meadow meteor mill mole moose mountain mulberry "
    "narwhal nectar newt nightingale nutmeg oak oasis ocelot octopus orbit orchard oriole osprey otter owl oxbow "
    "panda papaya parrot pebble pelican penguin petal piano pine plover pond poplar poppy porpoise prairie puffin "
    "quail quartz quokka raccoon rainbow raven reef reindeer ridge river robin rocket rowan sail salmon sandpiper "
    "sapling seal sequoia sparrow spruce squirrel starling stork stream sunflower swallow swan tapir teapot thistle "
    "thrush tiger toucan trail tulip tundra turtle valley violin wallaby walnut walrus waterfall willow wombat "
    "woodpecker wren yak yarrow zebra zephyr"
).split()
