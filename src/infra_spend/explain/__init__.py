"""Where an owner's cost of a month comes from, as a tree whose branches add up."""
