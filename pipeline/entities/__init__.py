"""Who is meant: coreference, apposition, identities, and the user's corrections of them."""
