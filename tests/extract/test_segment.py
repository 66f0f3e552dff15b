"""Our segmenter cuts as jieba does, and knows its dictionary."""

from __future__ import annotations

from importlib.resources import files

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.extract.segment import TOTAL, Segmenter, tag

OURS = ("一般公共预算", "三公经费", "年末结转和结余", "公用经费")
SAMPLES = (
    "2031年本单位收入总计1,234.56万元，比上年增加12.3万元，增长1.01%，主要原因是人员经费增加。",
    "其中：因公出国（境）费支出0万元；公务用车购置及运行维护费3.20万元；公务接待费B超T恤。",
    "一般公共预算财政拨款三公经费年末结转和结余ＡＢＣ abc 百分之三十五点二",
    "鼙鼓声声𠮷野家〇一二",
    "",
)


@pytest.fixture(scope="module")
def plain() -> jieba.Tokenizer:
    """Jieba as it comes, with the same words added."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in OURS:
        tokenizer.add_word(word)
    return tokenizer


@pytest.fixture(scope="module")
def ours() -> Segmenter:
    return Segmenter(OURS)


@pytest.mark.parametrize("text", SAMPLES)
def test_cuts_as_jieba_does(text: str, plain: jieba.Tokenizer, ours: Segmenter) -> None:
    assert ours.cut(text) == list(plain.cut(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*"预算支出收入一般公共经费的是比上年（），。 1.2%aB", "增长", "财政拨款", "办公费", "超过"]), max_size=40))
def test_cuts_anything_as_jieba_does(plain: jieba.Tokenizer, ours: Segmenter, pieces: list[str]) -> None:
    text = "".join(pieces)
    assert ours.cut(text) == list(plain.cut(text))


def test_the_total_is_that_of_the_dictionary() -> None:
    lines = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines()
    assert sum(int(line.split()[1]) for line in lines) == TOTAL


@pytest.mark.parametrize(("word", "expected"), [("北京", "ns"), ("增长", "v"), ("办公费", "n"), ("B超", "n"), ("", ""), ("龠龠龠", "")])
def test_parts_of_speech(word: str, expected: str) -> None:
    assert tag(word) == expected
