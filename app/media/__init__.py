"""Pictures and places that stay private: checked, made small, kept, sealed and taken away again."""
