"""Write the generated corpus.

    python corpus/make.py [--out corpus/build] [--per-family N] [--seed N]

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


def main() -> int:
    """Generate and say what was made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent / "build")
    parser.add_argument("--per-family", type=int, default=PER_FAMILY)
    parser.add_argument("--seed", type=int, default=SEED)
    wanted = parser.parse_args()
    began = time.perf_counter()
    counts = corpus.write(wanted.out, wanted.per_family, wanted.seed)
    for name, number in sorted(counts.items()):
        print(f"{name:40} {number}")
    print(f"{'seconds':40} {time.perf_counter() - began:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
