"""Write the generated corpus.

    python corpus/make.py [--out corpus/build] [--per-family N] [--seed N]
    python corpus/make.py --sample               one document of each genre, in corpus/sample (committed)

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


def main() -> int:
    """Generate and say what was made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE / "build")
    parser.add_argument("--per-family", type=int, default=PER_FAMILY)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--sample", action="store_true")
    wanted = parser.parse_args()
    began = time.perf_counter()
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
