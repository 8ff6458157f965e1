"""Widgets frozen: the figure, the table and the words they showed stay; what could only be moved by a kernel goes.

A widget that nobody can move any more is worse than none. So controls are dropped, and what they stood at is said in a
sentence, unless the widget already says it itself, in a part of the class ``toolkit-said``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_output

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
CONTROL = "toolkit-control"
FOLD = "toolkit-fold"
PARTS = ("toolkit-explorer", "toolkit-said", "toolkit-figure", "toolkit-table", "toolkit-evidence")

State = Mapping[str, Any]

_BOXES = {"BoxModel", "HBoxModel", "VBoxModel", "GridBoxModel", "StackModel"}
_FOLDED = {"AccordionModel", "TabModel"}
_PROGRESS = {"FloatProgressModel", "IntProgressModel"}
_BUTTONS = {"ButtonModel", "PlayModel", "ControllerModel", "FileUploadModel"}


class FreezeWidgets(Preprocessor):
    """Replace each widget among the outputs by HTML of what it showed, and drop the state of the widgets."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        states = nb.metadata.pop("widgets", {}).get(STATE, {}).get("state", {})
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = [kept for output in cell.outputs if (kept := _frozen(output, states)) is not None]
        return nb, resources


def _frozen(output: NotebookNode, states: Mapping[str, NotebookNode]) -> NotebookNode | None:
    if VIEW not in output.get("data", {}):
        return output
    html = freeze(output.data[VIEW]["model_id"], states)
    if not html:
        return None
    return new_output("display_data", data={"text/html": html, "text/plain": "<an explorer, as it stood>"})


def freeze(model: str, states: Mapping[str, Any]) -> str:
    """The HTML of a widget and all that is in it; empty when it showed nothing but controls."""
    if _is_progress(model, states):
        return ""
    html = _part(model, states)
    if html and not _says(model, states) and (settings := "; ".join(_settings(model, states))):
        html = f'<p class="toolkit-said">{escape(settings)}</p>{html}'
    return html


def _state(model: str, states: Mapping[str, Any]) -> State:
    return states.get(_id(model), {}).get("state", {})


def _id(reference: str) -> str:
    return reference.removeprefix("IPY_MODEL_")


def _children(state: State) -> list[str]:
    return [str(child) for child in state.get("children", ())]


def _hidden(state: State, states: Mapping[str, Any]) -> bool:
    layout = _state(str(state.get("layout", "")), states)
    return layout.get("display") == "none" or layout.get("visibility") == "hidden"


def _part(model: str, states: Mapping[str, Any]) -> str:
    state = _state(model, states)
    classes = state.get("_dom_classes") or ()
    if CONTROL in classes or _hidden(state, states):
        return ""
    html = _content(state, states, states.get(_id(model), {}).get("buffers", ()))
    named = [name for name in classes if name in PARTS]
    return f'<div class="{" ".join(named)}">{html}</div>' if html and named else html


def _content(state: State, states: Mapping[str, Any], buffers: Any) -> str:
    kind = state.get("_model_name", "")
    if kind in _BOXES:
        return "".join(_part(child, states) for child in _children(state))
    if kind in _FOLDED:
        return "".join(_fold(child, number, state, states) for number, child in enumerate(_children(state)))
    if kind in ("HTMLModel", "HTMLMathModel"):
        return str(state.get("value", ""))
    if kind == "LabelModel":
        return f"<p>{escape(str(state['value']))}</p>" if state.get("value") else ""
    if kind == "ImageModel":
        return _image(state, buffers)
    if kind == "OutputModel":
        return "".join(_output(output, states) for output in state.get("outputs", ()))
    return ""


def _fold(child: str, number: int, state: State, states: Mapping[str, Any]) -> str:
    html = _part(child, states)
    titles = state.get("titles") or ()
    title = titles[number] if number < len(titles) and titles[number] else f"Part {number + 1}"
    return f'<details class="{FOLD}"><summary>{escape(str(title))}</summary>{html}</details>' if html else ""


def _image(state: State, buffers: Any) -> str:
    data = next((part.get("data", "") for part in buffers if part.get("path") == ["value"]), "")
    kind = {"jpg": "jpeg"}.get(state.get("format", "png"), state.get("format", "png"))
    described = escape(str(state.get("tooltip") or "image"))
    return f'<img alt="{described}" src="data:image/{escape(str(kind))};base64,{data}">' if data else ""


def _output(output: Mapping[str, Any], states: Mapping[str, Any]) -> str:
    if output.get("output_type") == "stream":
        return f"<pre>{escape(str(output.get('text', '')))}</pre>" if output.get("name") == "stdout" else ""
    if output.get("output_type") == "error":
        return f"<p>{escape(str(output.get('ename')))}: {escape(str(output.get('evalue')))}</p>"
    data = output.get("data", {})
    if VIEW in data:
        return freeze(data[VIEW]["model_id"], states)
    return bundle_html(data)


def bundle_html(data: Mapping[str, Any]) -> str:
    """What a cell displayed, as HTML: the richest form that needs no script."""
    if "text/html" in data:
        return _joined(data["text/html"])
    for kind in ("image/png", "image/jpeg", "image/gif"):
        if kind in data:
            alt = escape(_joined(data.get("text/plain", "figure")))
            return f'<img alt="{alt}" src="data:{kind};base64,{_joined(data[kind]).strip()}">'
    if "text/plain" in data:
        return f"<pre>{escape(_joined(data['text/plain']))}</pre>"
    return ""


def _joined(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


# what controls stood at


def _walk(model: str, states: Mapping[str, Any]) -> Iterator[State]:
    state = _state(model, states)
    yield state
    for child in _children(state):
        yield from _walk(child, states)


def _is_progress(model: str, states: Mapping[str, Any]) -> bool:
    return any(state.get("_model_name") in _PROGRESS for state in _walk(model, states))


def _says(model: str, states: Mapping[str, Any]) -> bool:
    return any("toolkit-said" in (state.get("_dom_classes") or ()) for state in _walk(model, states))


def _settings(model: str, states: Mapping[str, Any]) -> Iterator[str]:
    for state in _walk(model, states):
        said = _value(state)
        name = str(state.get("description") or "")
        if said and name:
            yield f"{name}: {said}"


def _value(state: State) -> str:
    """What a control stands at, in a reader's words; nothing for what is no control."""
    kind, value = str(state.get("_model_name", "")), state.get("value")
    labels = state.get("_options_labels")
    if labels is not None:
        index = state.get("index")
        chosen = index if isinstance(index, list | tuple) else [] if index is None else [index]
        return ", ".join(str(labels[at]) for at in chosen if at < len(labels))
    if kind in _BUTTONS or kind.startswith(("HTML", "Label", "Image", "Output")) or value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
