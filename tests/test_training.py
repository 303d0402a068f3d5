"""The training scripts' trees: read, rebuilt, written; marks given a direction; contractions as tokens."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence

TRAINING = Path(__file__).parents[1] / "training"


@pytest.fixture(scope="module")
def trees() -> ModuleType:
    spec = importlib.util.spec_from_file_location("trees", TRAINING / "trees.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["trees"] = module
    spec.loader.exec_module(module)
    return module


CONLLU = """# text = Il parle du "chat" .
1\tIl\til\tPRON\t_\tNumber=Sing\t2\tnsubj\t_\t_
2\tparle\tparler\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_
3-4\tdu\t_\t_\t_\t_\t_\t_\t_\t_
3\tde\tde\tADP\t_\t_\t6\tcase\t_\t_
4\tle\tle\tDET\t_\t_\t6\tdet\t_\t_
5\t"\t"\tPUNCT\t_\t_\t6\tpunct\t_\tSpaceAfter=No
6\tchat\tchat\tNOUN\t_\tNumber=Sing\t2\tobl:arg\t_\tSpaceAfter=No
7\t"\t"\tPUNCT\t_\t_\t6\tpunct\t_\t_
8\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_
"""


@pytest.fixture
def rows(trees: ModuleType, tmp_path: Path) -> list[list[str]]:
    path = tmp_path / "one.conllu"
    path.write_text(CONLLU + "\n", encoding="utf-8")
    [(text, found)] = trees.read_conllu(path)
    assert text == 'Il parle du "chat" .'
    return found


def test_a_tree_is_written_back_as_it_was(trees: ModuleType, rows: list[list[str]]) -> None:
    again = trees.to_rows(trees.tree(rows))
    assert [r[:2] + r[6:8] for r in again if "-" not in r[0]] == [r[:2] + r[6:8] for r in rows if "-" not in r[0]]
    assert [r[:2] for r in again if "-" in r[0]] == [["3-4", "du"]]


def test_marks_get_a_direction(trees: ModuleType, rows: list[list[str]]) -> None:
    trees.normalise_marks(rows)
    assert [r[1] for r in rows if r[3] == "PUNCT"] == ["«", "»", "."]


def test_a_contraction_is_one_token_tagged_as_preposition(trees: ModuleType, rows: list[list[str]]) -> None:
    assert [(r[1], r[3]) for r in trees.surface_rows(rows)][2:4] == [("du", "ADP"), ('"', "PUNCT")]


def test_crossing_trees_are_left_out(trees: ModuleType, rows: list[list[str]]) -> None:
    rows[1][6], rows[5][6] = "6", "0"  # parle under chat
    rows[0][6], rows[3][6] = "2", "2"  # de under parle, across chat's span
    rows[6][6] = "1"
    assert trees.tree(rows) is None


def test_tokens_hang_on_tokens(trees: ModuleType, rows: list[list[str]]) -> None:
    assert [(r[1], r[3], r[6], r[7]) for r in trees.token_rows(rows)][1:5] == [
        ("parle", "VERB", "0", "root"), ("du", "ADP", "5", "case"), ('"', "PUNCT", "5", "punct"), ("chat", "NOUN", "2", "obl:arg")
    ]  # fmt: skip


def test_contractions_are_put_together_again(trees: ModuleType, rows: list[list[str]]) -> None:
    apart = [row for row in rows if "-" not in row[0]]
    assert [row[:2] for row in trees.contracted(apart)] == [row[:2] for row in rows]


@pytest.mark.parametrize("lengths", [[9, 7, 7, 3, 1], [4, 4], [1]])
def test_a_layer_of_the_trial_network_gives_what_torch_computes(lengths: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(TRAINING)
    from one.recurrent import Layer

    torch.manual_seed(1)
    lstm = torch.nn.LSTM(30, 20, bidirectional=True)
    packed = pack_padded_sequence(torch.randn(len(lengths), lengths[0], 30), lengths, batch_first=True)
    layer = Layer(lstm)
    with torch.inference_mode():
        states = layer.run(layer.prepare(packed.data), packed.batch_sizes.tolist())
        torch.testing.assert_close(states, lstm(packed)[0].data, atol=1e-5, rtol=1e-4)
