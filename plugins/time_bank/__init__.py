"""Time bank: give and receive help in hours; an hour is an hour, whatever the task."""
