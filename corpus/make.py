"""Write the generated corpus.

    python corpus/make.py [--out corpus/build] [--per-family N] [--seed N]
    python corpus/make.py --sample               one document of each genre, in corpus/sample (committed)
    python corpus/make.py --render FOLDER        that sample as it is published: Word, Excel, HTML, PDF of several kinds, pictures

The same seed always gives the same files.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from generate import corpus

SEED = 20240601
PER_FAMILY = 20
HERE = Path(__file__).resolve().parent
SAMPLE = ("final-accounts-lakes", "unit-accounts-basin", "budget-karst", "overall-loess", "projects-plateau")


def rendered(folder: Path) -> int:
    """Write the documents of the sample in every form; needs what scripts/render.py needs."""
    sys.path.insert(0, str(HERE / "scripts"))
    import render

    for source in sorted((HERE / "sample" / "documents").glob("*.txt")):
        (folder / source.stem).mkdir(parents=True, exist_ok=True)
        for form in (*render.FORMS, "docx+xlsx"):
            for path in render.render(source, folder / source.stem, form):
                print(path)
    return 0


def main() -> int:
    """Generate and say what was made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE / "build")
    parser.add_argument("--per-family", type=int, default=PER_FAMILY)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--render", type=Path, metavar="FOLDER")
    wanted = parser.parse_args()
    began = time.perf_counter()
    if wanted.render:
        return rendered(wanted.render)
    if wanted.sample:
        counts = corpus.write(HERE / "sample", 1, wanted.seed, SAMPLE)
    else:
        counts = corpus.write(wanted.out, wanted.per_family, wanted.seed)
    for name, number in sorted(counts.items()):
        print(f"{name:40} {number}")
    print(f"{'seconds':40} {time.perf_counter() - began:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
