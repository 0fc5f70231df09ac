"""What is known of the world before reading: curated.csv, and how to spell what is not in it."""
