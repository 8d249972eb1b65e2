"""How the verdict's models are trained: `python -m tests.benchmarks.training STEP`.

A small transformer over words (`student`) is what ships beside the linear model. It learns from a large
one (`teacher`: MiniLM, 22 million parameters, fine-tuned), because the large one can be asked about
far more texts than anybody can label. The steps, in their order, and what each takes on two cores:

    teacher   fine-tune MiniLM on the labelled headlines                                    12 min
    vary      gather the texts to be taught: labelled, unlabelled, our own, varied, leads   1/2 min
    score     ask the teacher about each of them                                            2 min
    student   teach the small transformer what the teacher said                             10 min
    export    write the student's weights where the encoder reads them                      1 s
    linear    fit the linear models of commitment, kind and status (--write ships them)     2 min
    calibrate print the scale and shift that make log-odds of what both models say          10 s

About 25 minutes up to the student. `--teachers 2` takes a second teacher with another seed and half as many
texts again; it gained nothing.
Each step leaves its work in build/training/ (or --work FOLDER), where the next one finds it. All seeds are
fixed. Needs `pip install outlay[train]` and the labelled headlines in ../shared/data/headlines.
docs/training.md tells more.

No step learns from the development rows or from the held-out fifth of the stream: both are for measuring.

Our own labels stand here, too; ../shared/data has the others.

written.tsv: headlines of our own, about invented events. Columns:
    label     1 for a commitment, else 0
    kind      as in bot.domain.reading.Kind; "-" for what is none. A cancelled commitment has one, label 0
    status    announced, rumoured, progress; cancelled; "-" for all else
    unsure    1 where two careful readers could differ
    headline  with places for names: {A} to {D} companies, {S} a start-up, {V} an investor, {P} a place,
              {N} a person, {M} a sum, {K} a small sum; a digit behind the letter makes another of its sort

read.tsv: 381 headlines of the stream (wild.jsonl) as we labelled them on reading, by id; columns as above.
read_plain.txt: the ids of the 4,602 that we read and found to be plainly none: a source's prefix, a tab, and
the rest of its ids.
"""
