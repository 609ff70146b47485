"""How good `kit.corpus` is beside plain Python and beside hand-written DuckDB, on an invented corpus.

    python benchmarks/corpus.py 100 /path/to/a/folder        megabytes; needs ten times that on disk
    python benchmarks/corpus.py 100 /path/to/a/folder kit    one of: kit, plain, duckdb, spark

Each job runs in a process of its own, so that its memory can be measured. Read the results as ratios.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a]+")
CLEAN = re.compile("[\u064b-\u0652\u0670\u0640]+")
ALEF = str.maketrans("أإآٱ", "اااا")
WORDS_A_MEGABYTE = 101_000
WORDS_A_FILE = 60_000  # whatever the size of the corpus: it grows by files


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.txt"))


def make(folder: Path, words: int) -> None:
    """Write a corpus as `kit.corpus.invented` does, ten times as fast."""
    import numpy as np

    from kit.corpus.invented import _punctuated, _Words

    by_rank, chance = _Words(), np.random.default_rng(9)
    for number in range(round(words / WORDS_A_FILE)):
        ranks = (10 * (1 - chance.random(WORDS_A_FILE)) ** -2 - 10).astype("int64").tolist()
        path = folder / ("south" if number % 2 else "north") / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(_punctuated([by_rank[rank] for rank in ranks])), encoding="utf-8")


def plain_words(folder: Path):
    for path in files(folder):
        yield LETTERS.findall(CLEAN.sub("", path.read_text(encoding="utf-8")).translate(ALEF))


def plain_frequencies(folder):
    counts = Counter()
    for words in plain_words(folder):
        counts.update(words)
    return counts.most_common(20)


def plain_bigrams(folder):
    counts = Counter()
    for words in plain_words(folder):
        counts.update(pairwise(words))
    return counts.most_common(20)


def plain_kit_table(folder):
    """What building the table does, in one process and plain Python: words with sentence and place."""
    from kit.read import read_text
    from kit.tokens import sentences, tokenize

    with (folder / "plain.tsv").open("w", encoding="utf-8") as out:
        for number, path in enumerate(files(folder)):
            at = 0
            for place, sentence in enumerate(sentences(read_text(path))):
                for word in tokenize(sentence):
                    out.write(f"{number}\t{place}\t{at}\t{word}\t{path.parent.name}\n")
                    at += 1
    (folder / "plain.tsv").unlink()
    return at


def duckdb_sql(folder, select):
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder / ".spill")})
    text = "translate(regexp_replace(content, '[\u064b-\u0652\u0670\u0640]', '', 'g'), 'أإآٱ', 'اااا')"
    words = f"select filename, regexp_extract_all({text}, '[\u0621-\u063a\u0641-\u064a]+') as words"
    source = f"({words} from read_text('{folder}/*/*.txt'))"
    return connection.sql(select.format(source=source)).fetchall()


def duckdb_frequencies(folder):
    each = "(select unnest(words) as word from {source})"
    return duckdb_sql(
        folder, f"select word, count(*) as n from {each} group by word order by n desc limit 20"
    )


def duckdb_bigrams(folder):
    pairs = "(select unnest(list_zip(words[:-2], words[2:])) as pair from {source})"
    return duckdb_sql(
        folder, f"select pair, count(*) as n from {pairs} group by pair order by n desc limit 20"
    )


def corpus(folder, **options):
    from kit.corpus import Corpus

    return Corpus(folder, progress=False, memory="1.5GB", **options)


def spark_corpus(folder):
    return corpus(folder, engine="local[2]")


def kit_build(folder):
    shutil.rmtree(folder / ".corpus", ignore_errors=True)
    return corpus(folder).words


def kit_build_one_process(folder):
    shutil.rmtree(folder / ".corpus", ignore_errors=True)
    return corpus(folder, workers=1).words


def kit_start(_):
    """What every question pays before it begins: Python's packages."""
    import duckdb
    import narwhals
    import pyarrow.parquet

    import kit.corpus

    return duckdb, narwhals, pyarrow, kit.corpus


def spark_start(folder):
    """What every question pays on Spark: Java, a session, `kit` sent to it, a first empty task."""
    from kit.corpus.engines import engine_for

    kit_start(folder)
    engine = engine_for("local[2]", memory="", spill=folder, workers=None)
    return engine._session.range(1).collect()


def spark_all(folder):
    """Ask all questions in one session, and say how long each took."""
    found, seconds = spark_corpus(folder), {}
    for name, question in QUESTIONS.items():
        began = time.monotonic()
        question(found)
        seconds[name] = round(time.monotonic() - began, 2)
    print(json.dumps(seconds))


QUESTIONS = {
    "open": lambda found: found.words,
    "frequencies": lambda found: found.frequencies(top=20),
    "bigrams": lambda found: found.ngrams(2, top=20),
    "concordance": lambda found: len(found.concordance("لجنة")),
    "keyness": lambda found: len(found.keyness("north", "south")),
}
JOBS = {
    "plain frequencies": plain_frequencies,
    "plain bigrams": plain_bigrams,
    "plain table": plain_kit_table,
    "duckdb frequencies": duckdb_frequencies,
    "duckdb bigrams": duckdb_bigrams,
    "kit build 1": kit_build_one_process,
    "kit build": kit_build,
    "kit start": kit_start,
    "spark start": spark_start,
    "spark all": spark_all,
}
for name, question in QUESTIONS.items():
    JOBS[f"kit {name}"] = lambda folder, question=question: question(corpus(folder))
    JOBS[f"spark {name}"] = lambda folder, question=question: question(spark_corpus(folder))


def run(name: str, folder: Path) -> dict:
    """Do one job here and say how long it took and how much memory it needed."""
    began = time.monotonic()
    JOBS[name](folder)
    took = time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    cpu = sum(os.times()[:4])
    return {"job": name, "seconds": round(took, 2), "cpu": round(cpu, 2), "MB": memory, "worker MB": workers}


def main() -> None:
    size, folder = float(sys.argv[1]), Path(sys.argv[2])
    if len(sys.argv) > 4:
        print(json.dumps(run(sys.argv[4], folder)))
        return
    if not files(folder):
        make(folder, words=int(size * WORDS_A_MEGABYTE))
    megabytes = sum(path.stat().st_size for path in files(folder)) / 1e6
    print(f"{megabytes:.0f} MB in {len(files(folder))} files, load {os.getloadavg()[0]:.1f}", flush=True)
    wanted = sys.argv[3] if len(sys.argv) > 3 else ""
    for name in JOBS:
        if name.startswith(wanted):
            done = subprocess.run(
                [sys.executable, __file__, *sys.argv[1:3], "-", name], capture_output=True, text=True
            )
            print(done.stdout.strip() or done.stderr[-300:], f"load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()
