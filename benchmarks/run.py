"""Time kit beside its peers: python benchmarks/run.py [--sizes 1 64] [--only kit blingfire ...].

Every number comes from a process of its own, on a text this script makes. Peers that are not installed are
left out; benchmarks/README.md says how to install them and what came out.
"""

import argparse
import importlib
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
ARTICLE_WORDS = 620
MB = 1_000_000


def tokenizers() -> dict[str, Callable[[], Callable[[str], list]]]:
    """What is timed; each value imports what it needs when called."""
    return {
        r"re \w+": lambda: re.compile(r"\w+").findall,
        "kit": lambda: importlib.import_module("kit.tokens").tokenize,
        "pyarabic": lambda: importlib.import_module("pyarabic.araby").tokenize,
        "camel-tools": lambda: importlib.import_module("camel_tools.tokenizers.word").simple_word_tokenize,
        "blingfire": lambda: blingfire("text_to_words", None),
        "NLTK": lambda: importlib.import_module("nltk.tokenize.destructive").NLTKWordTokenizer().tokenize,
    }


def blingfire(function: str, separator: str | None) -> Callable[[str], list]:
    """blingfire gives one string, its pieces parted by a separator."""
    split = getattr(importlib.import_module("blingfire"), function)
    return lambda text: split(text).split(separator)


def sentence_splitters() -> dict:
    return {
        "kit": lambda: importlib.import_module("kit.tokens").sentences,
        "pyarabic": lambda: importlib.import_module("pyarabic.araby").sentence_tokenize,
        "blingfire": lambda: blingfire("text_to_sentences", "\n"),
    }


def normalizers() -> dict:
    """The same four steps in both: marks, tatweel, alef, ligatures."""

    def kit():
        c = importlib.import_module("kit.clean")
        steps = c.fold_presentation_forms, c.strip_marks, c.strip_tatweel, c.unify_alef
        return lambda text: c.normalize(text, *steps)

    def pyarabic():
        a = importlib.import_module("pyarabic.araby")
        return lambda text: a.normalize_ligature(a.normalize_alef(a.strip_tatweel(a.strip_tashkeel(text))))

    return {"kit": kit, "pyarabic": pyarabic}


def finders() -> dict:
    """Names beside the words they stand in."""
    return {
        "kit's words": tokenizers()["kit"],
        "kit": lambda: importlib.import_module("kit.names").find_names,
    }


TASKS = {"words": tokenizers, "sentences": sentence_splitters, "normalize": normalizers, "names": finders}


def articles(megabytes: float) -> Iterator[str]:
    """Texts of the article's length, words drawn as often as it uses them; the same on every run."""
    source = next((ROOT / "seeds").glob("*.txt")).read_text(encoding="utf-8").split()
    draw, made = random.Random(2017), 0
    while made < megabytes * MB:
        # One word in ten gets another ending, so that new words keep coming, as in a real corpus.
        words = draw.choices(source, k=ARTICLE_WORDS)
        words = [w + draw.choice("اتهين") * draw.randint(1, 3) if draw.random() < 0.1 else w for w in words]
        text = " ".join(words)
        made += len(text.encode())
        yield text


def measure(task: str, name: str, size: float) -> dict:
    """In a child: MB a CPU second on short texts, CPU seconds and peak memory on one text of `size` MB."""
    work = TASKS[task]()[name]()
    texts = list(articles(min(size, 4)))
    work(texts[0])
    start = time.process_time()
    for text in texts:
        work(text)
    speed = min(size, 4) / (time.process_time() - start)
    whole = "\n".join(articles(size))
    before = peak_memory()
    start = time.process_time()
    pieces = work(whole)
    seconds = time.process_time() - start
    return {"speed": speed, "seconds": seconds, "memory": peak_memory() - before, "pieces": len(pieces)}


def peak_memory() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB


def child(*arguments: str) -> dict | None:
    """Run this script for one measurement; None if the peer is not installed."""
    run = subprocess.run([sys.executable, __file__, "--measure", *arguments], capture_output=True, text=True)
    if run.returncode:
        if "ModuleNotFoundError" not in run.stderr:
            print(run.stderr, file=sys.stderr)
        return None
    return json.loads(run.stdout)


def compare(task: str, sizes: tuple[float, float], only: list[str]) -> None:
    small, large = sizes
    print(f"\n{task:14}{'MB/s':>8}{'ratio':>8}{'growth':>8}{'memory':>8}")
    base = None
    for name in TASKS[task]():
        if only and name not in only:
            continue
        first, last = child(task, name, str(small)), child(task, name, str(large))
        if not first or not last:
            print(f"{name:14}  not installed")
            continue
        base = base or last["speed"]
        growth = last["seconds"] / first["seconds"] / (large / small)
        speed, memory = last["speed"], last["memory"] / large
        print(f"{name:14}{speed:8.1f}{speed / base:8.2f}{growth:8.2f}{memory:8.1f}", flush=True)


def import_time() -> None:
    """The fastest of seven starts of Python with kit's text modules, over the fastest with pandas alone."""

    def seconds(statement: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", statement], check=True, cwd=ROOT)
        return time.perf_counter() - start

    kit, pandas = "import kit.read, kit.clean, kit.tokens, kit.count", "import pandas"
    runs = [(seconds(kit), seconds(pandas)) for _ in range(7)]
    ratio = min(k for k, _ in runs) / min(p for _, p in runs)
    print(f"\nimport kit.read, kit.clean, kit.tokens, kit.count: {ratio:.2f} x import pandas")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs=2, type=float, default=(1, 64), metavar="MB")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        task, name, size = options.measure
        print(json.dumps(measure(task, name, float(size))))
        return
    print("MB/s: on texts as long as the article; ratio: to the first line")
    print(
        "growth: time a MB in one text of {1:g} MB over time a MB in one of {0:g} MB".format(*options.sizes)
    )
    print("memory: MB for each MB of text, beyond the text itself")
    for task in TASKS:
        compare(task, tuple(options.sizes), options.only)
    import_time()


if __name__ == "__main__":
    main()
