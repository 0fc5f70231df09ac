"""The network: one BERT encoder with the lexicon's hints as input, one linear head a labelling convention, one for proclitics."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from pipeline.taggers.labels import HEADS, NEWS_TYPES, PROCLITICS
from pipeline.taggers.lexicon import FEATURES, NONE, STATES, states_of


class Tagger(nn.Module):
    """Labels words by the encoder's state at their first piece."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder: Any = BertModel(config, add_pooling_layer=False)
        self.lexicon = nn.Parameter(torch.zeros(len(NEWS_TYPES), STATES, config.hidden_size))
        self.dropout = nn.Dropout(config.hidden_dropout_prob)
        self.heads = nn.ModuleDict({head: nn.Linear(config.hidden_size, len(labels)) for head, labels in HEADS.items()})
        self.proclitics = nn.Linear(config.hidden_size, len(PROCLITICS))

    @classmethod
    def on_base(cls, folder: Path) -> "Tagger":
        """Build the network on the base encoder in `folder` (training/base_encoder.py); the heads start at random."""
        model = cls(BertConfig.from_pretrained(folder))
        model.encoder = BertModel.from_pretrained(folder, add_pooling_layer=False)
        return model

    def hints(self) -> Tensor:
        """Return what each feature of the lexicon adds to a piece, [FEATURES, hidden]: the sum over the types; 0 for none."""
        states = torch.tensor([states_of(feature) for feature in range(FEATURES)])
        total = torch.zeros(FEATURES, self.lexicon.shape[-1])
        for state, vectors in zip(states.T, self.lexicon, strict=True):
            total = total + vectors[state] * (state != NONE)[:, None]
        return total

    def states(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """Encode pieces and the lexicon's features of them, both [batch, pieces], to states [batch, pieces, hidden]."""
        pieces = self.encoder.embeddings.word_embeddings(ids) + nn.functional.embedding(features, self.hints())
        states: Tensor = self.encoder(inputs_embeds=pieces, attention_mask=mask).last_hidden_state
        return states

    def forward(
        self, ids: Tensor, features: Tensor, mask: Tensor, rows: Tensor, columns: Tensor, head: str
    ) -> tuple[Tensor, Tensor]:
        """Return the head's logits [words, labels] and the proclitic logits [words, PROCLITICS] of words at (row, column)."""
        states = self.dropout(self.states(ids, features, mask)[rows, columns])
        return self.heads[head](states), self.proclitics(states)
