"""How good `kit.corpus` is beside plain Python, hand-written DuckDB and Polars, on an invented corpus.

    python benchmarks/corpus.py 100 some/folder        megabytes; needs five times that on disk
    python benchmarks/corpus.py 100 some/folder kit    only the jobs that begin with: kit, plain, duckdb …

Each job runs in a process of its own, so that its memory can be measured. Read the results as ratios.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a]+")
CLEAN = re.compile("[\u064b-\u0652\u0670\u0640]+")
ENDS = re.compile("[.!?؟\n]+")
ALEF = str.maketrans("أإآٱ", "اااا")
WORDS_A_MEGABYTE = 101_000
WORDS_A_FILE = 60_000  # whatever the size of the corpus: it grows by files


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.txt"))


# --- plain Python, one process ------------------------------------------------


def plain_texts(folder: Path):
    for path in files(folder):
        yield path, CLEAN.sub("", path.read_text(encoding="utf-8")).translate(ALEF)


def plain_frequencies(folder):
    counts = Counter()
    for _, text in plain_texts(folder):
        counts.update(LETTERS.findall(text))
    return counts.most_common(20)


def plain_bigrams(folder):
    counts = Counter()
    for _, text in plain_texts(folder):
        counts.update(pairwise(LETTERS.findall(text)))
    return counts.most_common(20)


def write_table(folder, texts, split, words_of):
    """Write the table that kit makes, word by word: document, sentence, position, word, part."""
    with (folder / "plain.tsv").open("w", encoding="utf-8") as out:
        for number, (path, text) in enumerate(texts):
            at = 0
            for place, sentence in enumerate(split(text)):
                for word in words_of(sentence):
                    out.write(f"{number}\t{place}\t{at}\t{word}\t{path.parent.name}\n")
                    at += 1
    (folder / "plain.tsv").unlink()


def plain_table(folder):
    write_table(folder, plain_texts(folder), ENDS.split, LETTERS.findall)


def plain_table_by_kits_rules(folder):
    from kit.read import read_text
    from kit.tokens import sentences, tokenize

    write_table(folder, ((path, read_text(path)) for path in files(folder)), sentences, tokenize)


# --- hand-written DuckDB and Polars, from the text files ----------------------


def duckdb_sql(folder, select):
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "1.5GB", "temp_directory": str(folder / ".spill")})
    text = "translate(regexp_replace(content, '[\u064b-\u0652\u0670\u0640]', '', 'g'), 'أإآٱ', 'اااا')"
    words = f"select regexp_extract_all({text}, '[\u0621-\u063a\u0641-\u064a]+') as words"
    source = f"({words} from read_text('{folder}/*/*.txt'))"
    counted = f"({select.format(source=source)})"
    return connection.sql(
        f"select one, count(*) as n from {counted} group by one order by n desc limit 20"
    ).fetchall()


def duckdb_frequencies(folder):
    return duckdb_sql(folder, "select unnest(words) as one from {source}")


def duckdb_bigrams(folder):
    return duckdb_sql(folder, "select unnest(list_zip(words[:-2], words[2:])) as one from {source}")


def polars_words(folder):
    import polars as pl

    texts = pl.LazyFrame({"text": [path.read_text(encoding="utf-8") for path in files(folder)]})
    text = pl.col("text").str.replace_all("[\u064b-\u0652\u0670\u0640]", "").str.replace_all("[أإآٱ]", "ا")
    return texts.select(text.str.extract_all("[\u0621-\u063a\u0641-\u064a]+").alias("one")).with_row_index()


def polars_counted(words):

    return words.group_by("one").len().sort("len", descending=True).head(20).collect(engine="streaming")


def polars_frequencies(folder):
    return polars_counted(polars_words(folder).explode("one").select("one"))


def polars_bigrams(folder):
    import polars as pl

    words = polars_words(folder).explode("one")
    pair = pl.struct("one", pl.col("one").shift(-1).alias("two")).alias("one")
    inside = pl.col("index") == pl.col("index").shift(-1)
    pairs = words.select(pair, inside.alias("inside")).filter("inside")
    return polars_counted(pairs)


# --- kit, on its two engines --------------------------------------------------


def corpus(folder, **options):
    from kit.corpus import Corpus

    return Corpus(folder, progress=False, **options)


QUESTIONS = {
    "frequencies": lambda found: found.frequencies(limit=20),
    "bigrams": lambda found: found.ngrams(2, limit=20),
    "concordance": lambda found: len(found.concordance("لجنة")),
    "keyness": lambda found: len(found.keyness("north", "south")),
}


def kit_build(folder, **options):
    shutil.rmtree(folder / ".corpus", ignore_errors=True)
    return corpus(folder, **options).words


def kit_build_in_one_process(folder):
    return kit_build(folder, workers=1)


def kit_open(folder):
    return corpus(folder).words


def one_session(folder, engine):
    """Ask all questions in one session: first a corpus of two texts, which costs what any question costs."""
    from kit.corpus.invented import invent

    seconds, began = {}, time.monotonic()
    with tempfile.TemporaryDirectory() as small:
        tiny = corpus(invent(small, words=12_000), engine=engine)
        for question in QUESTIONS.values():
            question(tiny)
    seconds["start, and all four of two texts"] = round(time.monotonic() - began, 2)
    found = corpus(folder, engine=engine)
    for name, question in QUESTIONS.items():
        began = time.monotonic()
        question(found)
        seconds[name] = round(time.monotonic() - began, 2)
    print(json.dumps(seconds))


def kit_session(folder):
    one_session(folder, "duckdb")


def spark_session(folder):
    one_session(folder, "local[2]")


JOBS = {
    "plain frequencies": plain_frequencies,
    "plain bigrams": plain_bigrams,
    "plain table": plain_table,
    "plain table by kit's rules": plain_table_by_kits_rules,
    "duckdb frequencies": duckdb_frequencies,
    "duckdb bigrams": duckdb_bigrams,
    "polars frequencies": polars_frequencies,
    "polars bigrams": polars_bigrams,
    "kit build in one process": kit_build_in_one_process,
    "kit build": kit_build,
    "kit open": kit_open,
}
for name, question in QUESTIONS.items():
    JOBS[f"kit {name}"] = lambda folder, question=question: question(corpus(folder))
JOBS |= {"kit session": kit_session, "spark session": spark_session}


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
        from kit.corpus.invented import invent

        invent(folder, words=int(size * WORDS_A_MEGABYTE), text_words=WORDS_A_FILE)
    megabytes = sum(path.stat().st_size for path in files(folder)) / 1e6
    print(f"{megabytes:.0f} MB in {len(files(folder))} files, load {os.getloadavg()[0]:.1f}", flush=True)
    wanted = sys.argv[3] if len(sys.argv) > 3 else ""
    for name in JOBS:
        if name == wanted or (name.startswith(wanted) and wanted not in JOBS):
            done = subprocess.run(
                [sys.executable, __file__, *sys.argv[1:3], "-", name], capture_output=True, text=True
            )
            print(done.stdout.strip() or done.stderr[-300:], f"load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()
