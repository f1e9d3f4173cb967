"""One file for each figure that we claim; run with script/bench NAME."""
