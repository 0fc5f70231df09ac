"""The language: words, sentences, spelling, proclitics. Lists stand in commented .tsv files, rules in modules."""
