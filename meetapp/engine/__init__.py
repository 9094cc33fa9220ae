"""The engine process: follows a track, turns it into text, writes turns to the library and events to the meeting."""
