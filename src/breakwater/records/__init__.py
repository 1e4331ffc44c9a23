"""What are the facts, and what are they called? Frozen records and the vocabulary, nothing else."""

from breakwater.records.finding import (
    Contact,
    ContactKind,
    Finding,
    Hurdle,
    Proposal,
    Reason,
)
from breakwater.records.media import Mark, MediaRead, MediaText, Medium, Trouble, Unread
from breakwater.records.post import Platform, Post, Reject

__all__ = [
    "Contact",
    "ContactKind",
    "Finding",
    "Hurdle",
    "Mark",
    "MediaRead",
    "MediaText",
    "Medium",
    "Platform",
    "Post",
    "Proposal",
    "Reason",
    "Reject",
    "Trouble",
    "Unread",
]
