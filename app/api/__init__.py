"""The interface for programs: the same services as the pages, under ``/api/v1``."""
