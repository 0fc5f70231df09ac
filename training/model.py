"""The network: one BERT encoder with the lexicon's hints as input, one linear head a labelling convention, one for proclitics."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from pipeline.taggers.labels import HEADS, NEWS_TYPES, PROCLITICS
from pipeline.taggers.lexicon import FEATURES, NONE, PARTS, STATES, part_of, states_of


class Tagger(nn.Module):
    """Labels words by the encoder's state at their first piece.

    The last `config.word_layers` layers (none, where the config does not say) see the first pieces alone: a word has 1.56
    pieces, and what the others have to say the first has heard by then.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder: Any = BertModel(config, add_pooling_layer=False)
        self.word_layers: int = getattr(config, "word_layers", 0)
        self.lexicon = nn.Parameter(torch.zeros(len(NEWS_TYPES), STATES, config.hidden_size))
        self.parts = nn.Parameter(torch.zeros(len(PARTS), config.hidden_size))
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
        """Return what each feature of the lexicon adds to a piece, [FEATURES, hidden]: a sum over types and part; 0 for none."""
        states = torch.tensor([states_of(feature) for feature in range(FEATURES)])
        parts = torch.tensor([part_of(feature) for feature in range(FEATURES)])
        total = self.parts[parts] * (parts != NONE)[:, None]
        for state, vectors in zip(states.T, self.lexicon, strict=True):
            total = total + vectors[state] * (state != NONE)[:, None]
        return total

    def states(self, ids: Tensor, features: Tensor, mask: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
        """Encode pieces and the lexicon's features of them, both [batch, pieces], to states [words, hidden].

        The words are at (row, column), those of a row side by side.
        """
        pieces = self.encoder.embeddings.word_embeddings(ids) + nn.functional.embedding(features, self.hints())
        states = self.encoder.embeddings(inputs_embeds=pieces)
        whole = len(self.encoder.encoder.layer) - self.word_layers
        states = self._layers(slice(whole), states, mask.bool())
        if not self.word_layers:
            return states[rows, columns]
        counts = torch.bincount(rows, minlength=len(ids))
        places = torch.arange(len(rows)) - (counts.cumsum(0) - counts)[rows]
        words = states.new_zeros(len(ids), int(counts.max()), states.shape[-1])
        words[rows, places] = states[rows, columns]
        return self._layers(slice(whole, None), words, torch.arange(words.shape[1]) < counts[:, None])[rows, places]

    def _layers(self, which: slice, states: Tensor, mask: Tensor) -> Tensor:
        """Run some layers on states [batch, places, hidden]; `mask` [batch, places] says which places count."""
        for layer in self.encoder.encoder.layer[which]:
            result = layer(states, attention_mask=mask[:, None, None, :])
            states = result if isinstance(result, Tensor) else result[0]
        return states

    def forward(
        self, ids: Tensor, features: Tensor, mask: Tensor, rows: Tensor, columns: Tensor, head: str
    ) -> tuple[Tensor, Tensor]:
        """Return the head's logits [words, labels] and the proclitic logits [words, PROCLITICS] of words at (row, column)."""
        states = self.dropout(self.states(ids, features, mask, rows, columns))
        return self.heads[head](states), self.proclitics(states)
