"""What the stages agree on: tables and their columns, records, problems, stage files, what a stage is made from."""

__version__ = "0.2.0"
