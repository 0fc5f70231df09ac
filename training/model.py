"""The network: one BERT encoder, one linear head a labelling convention, one for proclitics."""

from pathlib import Path
from typing import Any

from torch import Tensor, nn
from transformers import BertConfig, BertModel

from pipeline.taggers.labels import HEADS, PROCLITICS


class Tagger(nn.Module):
    """Labels words by the encoder's state at their first piece."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder: Any = BertModel(config, add_pooling_layer=False)
        self.dropout = nn.Dropout(config.hidden_dropout_prob)
        self.heads = nn.ModuleDict({head: nn.Linear(config.hidden_size, len(labels)) for head, labels in HEADS.items()})
        self.proclitics = nn.Linear(config.hidden_size, len(PROCLITICS))

    @classmethod
    def on_base(cls, folder: Path) -> "Tagger":
        """Build the network on the base encoder in `folder` (training/base_encoder.py); the heads start at random."""
        model = cls(BertConfig.from_pretrained(folder))
        model.encoder = BertModel.from_pretrained(folder, add_pooling_layer=False)
        return model

    def states(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Encode pieces [batch, pieces] to states [batch, pieces, hidden]."""
        states: Tensor = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return states

    def forward(self, ids: Tensor, mask: Tensor, rows: Tensor, columns: Tensor, head: str) -> tuple[Tensor, Tensor]:
        """Return the head's logits [words, labels] and the proclitic logits [words, PROCLITICS] of words at (row, column)."""
        states = self.dropout(self.states(ids, mask)[rows, columns])
        return self.heads[head](states), self.proclitics(states)
