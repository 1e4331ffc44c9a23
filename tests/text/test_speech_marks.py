"""Are quotations and questions seen by their marks, in every script?"""

from __future__ import annotations

import pytest

from breakwater.text.marks import questions, quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('It read: "we take you over", he said', '"we take you over"'),
        ("It read: “we take you over”, he said", "“we take you over”"),
        ("« nous vous faisons passer », dit-il", "« nous vous faisons passer »"),
        ("Es hieß: „wir bringen euch rüber“", "„wir bringen euch rüber“"),
        ("كتب: «نوصلك إلى أوروبا» وقال", "«نوصلك إلى أوروبا»"),
        ('a 12" rim and a 14" rim', None),
        ('the "game"', None),
        ('an open " mark\nand another " one', None),
        ("it’s not the smugglers’ boat", None),
    ],
)
def test_a_quotation_is_seen(text: str, quoted: str | None):
    assert [text[start:end] for start, end in quotations(text)] == ([quoted] if quoted else [])


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("how much?", True),
        ("بكم؟", True),
        ("Ի՞նչ", True),
        ("ስንት ነው፧", True),
        ("πόσο κοστίζει;", True),
        ("now; later", False),
        ("", False),
    ],
)
def test_a_question_is_seen(text: str, asks: bool):
    assert bool(questions(text)) == asks
