"""What is known of entities: curated, institutions, gazetteer, the user's own (docs/knowledge.md)."""

from .base import Knowledge

__all__ = ["Knowledge"]
