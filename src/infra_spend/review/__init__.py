"""What a change does to models, contracts, boards and figures, for whoever reviews it."""
