"""Switching encryption on and off: everything that is kept is brought to the form that is wanted, meeting by meeting.

Each file is written anew beside the old one, read back and compared; only then does it take the old one's place. So
what was cut short at any moment is gone on with by the same command, and nothing is ever in neither form.
"""
