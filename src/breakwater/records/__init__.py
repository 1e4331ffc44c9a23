"""What are the facts, and what are they called? Frozen records and the vocabulary, nothing else."""

from breakwater.records.finding import (
    Contact,
    ContactKind,
    Finding,
    Hurdle,
    Proposal,
    Reason,
)
from breakwater.records.post import Platform, Post, Reject

__all__ = [
    "Contact",
    "ContactKind",
    "Finding",
    "Hurdle",
    "Platform",
    "Post",
    "Proposal",
    "Reason",
    "Reject",
]
