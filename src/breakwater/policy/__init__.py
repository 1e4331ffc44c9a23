"""What are we looking for? Policy files in, a checked and frozen policy out."""

from breakwater.policy.lint import Problem, lint
from breakwater.policy.load import SHIPPED, load_policy

__all__ = ["SHIPPED", "Problem", "lint", "load_policy"]
