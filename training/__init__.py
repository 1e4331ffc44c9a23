"""What is the learned reader taught from, and how? (`make train`)"""
