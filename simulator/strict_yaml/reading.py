"""YAML text to nodes: YAML 1.2, no duplicate keys, no tags, no true and false."""

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as Composed

from simulator.strict_yaml.keeping import kept
from simulator.strict_yaml.nodes import Entries, Listing, Node, Problems, Scalar

_BOOLEANS = {"true": "yes", "false": "no"}


def read(text: str, file: str) -> Node:
    """Return the nodes of *text*; *file* names it in messages.

    Raises:
        InvalidContent: It is no YAML, or uses what is refused here; every problem is listed.
    """
    keeper = kept()
    if keeper is not None and (node := keeper.get(text)) is not None:
        return node
    node = _read(text, Problems(file))
    if keeper is not None:
        keeper.put(text, node)
    return node


def _read(text: str, problems: Problems) -> Node:
    composed = _compose(text, problems)
    problems.raise_if_any()
    node = _convert(composed, problems, "") if composed is not None else Entries((), 1)
    problems.raise_if_any()
    return node


def read_file(path: Path, name: str = "") -> Node:
    """Return the nodes of the file at *path*, called *name* in messages (its path by default)."""
    return read(path.read_text("utf-8"), name or str(path))


def _compose(text: str, problems: Problems) -> Composed | None:
    yaml = YAML(typ="safe", pure=True)
    try:
        composed: Composed | None = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        problems.add(
            line, "", f"this is no YAML: {error.problem or error.context}", "check quotes, colons, indentation"
        )
        return None
    except YAMLError as error:
        problems.add(0, "", f"this is no YAML: {error}")
        return None
    return composed


def _convert(node: Composed, problems: Problems, path: str) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, MappingNode):
        return _entries(node, problems, path, line)
    if isinstance(node, SequenceNode):
        items = (_convert(item, problems, f"{path}[{at}]") for at, item in enumerate(node.value, 1))
        return Listing(tuple(items), line)
    return _scalar(node, problems, path, line)


def _entries(node: MappingNode, problems: Problems, path: str, line: int) -> Entries:
    pairs: list[tuple[Scalar, Node]] = []
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = _key(key_node, problems, path)
        if key.text in seen:
            problems.add(key, path, f'key "{key.text}" stands twice, first on line {seen[key.text]}', "keep one")
            continue
        seen[key.text] = key.line
        value = _convert(value_node, problems, f"{path}.{key.text}" if path else key.text)
        if node.flow_style and isinstance(value, Scalar) and value.is_empty:
            problems.add(key, path, f'"{key.text}" has no value', "a comma inside { } splits text: quote the text")
            continue
        pairs.append((key, value))
    return Entries(tuple(pairs), line)


def _key(node: Composed, problems: Problems, path: str) -> Scalar:
    line = node.start_mark.line + 1
    if not isinstance(node, ScalarNode):
        problems.add(line, path, "a key must be a word", "a list or mapping cannot be a key")
        return Scalar("", line, quoted=True)
    return Scalar(node.value, line, quoted=node.style is not None)


def _scalar(node: Composed, problems: Problems, path: str, line: int) -> Scalar:
    text, quoted = str(node.value), getattr(node, "style", None) is not None
    if not quoted and text.lower() in _BOOLEANS:
        problems.add(line, path, f"{text}: write {_BOOLEANS[text.lower()]}")
    if not quoted and text in ("null", "~"):
        problems.add(line, path, f"{text} is refused", "leave the key out")
    if node.tag is not None and str(node.tag).startswith("!"):
        problems.add(line, path, f"tag {node.tag} is refused", "write plain YAML")
    return Scalar(text, line, quoted)
