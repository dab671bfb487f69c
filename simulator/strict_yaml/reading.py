"""YAML text to nodes: YAML 1.2, no duplicate keys, no tags, no true and false."""

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as Composed

from simulator.phrases import phrase
from simulator.strict_yaml.keeping import kept
from simulator.strict_yaml.nodes import Entries, Listing, Node, Problems, Scalar

_BOOLEANS = {"true": "yes", "false": "no"}
_UNCLOSED = phrase("a bracket is never closed, or a comma is missing")
_COMPLAINTS = {
    "mapping values are not allowed": phrase("a colon stands where none can; quote a text that has one"),
    "could not find expected ':'": phrase("a key has no colon, or a text no quote at its end"),
    "expected <block end>": phrase("this line begins further left or right than those that it belongs to"),
    "expected ',' or": _UNCLOSED,
    "did not find expected": _UNCLOSED,
    "expected the node content": phrase("a bracket or comma stands where a value must"),
    "found unexpected end of stream": phrase("a quote is opened and never closed"),
    "found character": phrase("a text cannot begin with this character, and a tab cannot indent; quote it"),
}


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
            line,
            "",
            phrase("this is no YAML: %(why)s", why=_plainly(str(error.problem or error.context or ""))),
            phrase("check quotes, colons, indentation"),
        )
        return None
    except YAMLError as error:
        problems.add(0, "", phrase("this is no YAML: %(why)s", why=error))
        return None
    return composed


def _plainly(why: str) -> str:
    """Return what the YAML library complains about in the words of somebody who writes."""
    return next((plain for begins, plain in _COMPLAINTS.items() if why.startswith(begins)), why)


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
            message = phrase('key "%(key)s" stands twice, first on line %(line)s', key=key.text, line=seen[key.text])
            problems.add(key, path, message, phrase("keep one"))
            continue
        seen[key.text] = key.line
        value = _convert(value_node, problems, f"{path}.{key.text}" if path else key.text)
        if node.flow_style and isinstance(value, Scalar) and value.is_empty:
            fix = phrase("a comma inside { } splits text: quote the text")
            problems.add(key, path, phrase('"%(key)s" has no value', key=key.text), fix)
            continue
        pairs.append((key, value))
    return Entries(tuple(pairs), line)


def _key(node: Composed, problems: Problems, path: str) -> Scalar:
    line = node.start_mark.line + 1
    if not isinstance(node, ScalarNode):
        problems.add(line, path, phrase("a key must be a word"), phrase("a list or mapping cannot be a key"))
        return Scalar("", line, quoted=True)
    return Scalar(node.value, line, quoted=node.style is not None)


def _scalar(node: Composed, problems: Problems, path: str, line: int) -> Scalar:
    text, quoted = str(node.value), getattr(node, "style", None) is not None
    if not quoted and text.lower() in _BOOLEANS:
        problems.add(line, path, phrase("%(text)s: write %(word)s", text=text, word=_BOOLEANS[text.lower()]))
    if not quoted and text in ("null", "~"):
        problems.add(line, path, phrase("%(text)s is refused", text=text), phrase("leave the key out"))
    if node.tag is not None and str(node.tag).startswith("!"):
        problems.add(line, path, phrase("tag %(tag)s is refused", tag=node.tag), phrase("write plain YAML"))
    return Scalar(text, line, quoted)
