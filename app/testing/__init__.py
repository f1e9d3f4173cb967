"""The test kit: fixtures, factories and the contract every plugin must satisfy."""
