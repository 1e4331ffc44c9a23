"""The web desk, where analysts decide. It is built on the library in a later step; nothing is here yet."""
