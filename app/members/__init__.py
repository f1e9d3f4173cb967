"""People, their sign-ins, and their memberships of territories."""
