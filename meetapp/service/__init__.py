"""Service: transcription for other programs of this machine, over HTTP as OpenAI's clients speak it, and live.

It listens on the loopback interface only and asks for a token. The service itself never loads the model: every
recording has an engine process of its own, and media files are decoded in a limited process as everywhere else.
"""
