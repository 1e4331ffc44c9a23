"""How is a text in any script read the same way, however it is written?"""
