"""What do the numbers say, and how sure are they?"""
