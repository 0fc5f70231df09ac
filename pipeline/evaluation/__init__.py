"""Evaluation: gold files, metrics of mentions and of entities, how they are shown; and whether this installation is well."""
