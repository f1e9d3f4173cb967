"""Pages that bring several features together: a territory's home, my page, the coordinator's desk."""
