"""The window: shows meetings and gives orders; it records nothing, recognises nothing, and never waits."""
