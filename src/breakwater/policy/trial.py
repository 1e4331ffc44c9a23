"""What is a policy with other terms, before it is put in force? A copy of it, in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from breakwater.errors import PolicyError
from breakwater.policy.load import read_lexicon


def candidate(base: Path, terms: Path, folder: Path) -> Path:
    """Return a folder with the policy that is tried.

    `terms` is a whole policy, taken as it is, or a lexicon file: then `folder` gets a copy of `base` in which
    the file stands in the place of the lexicon file of its language and name, or beside the others.

    :raises PolicyError: it is neither
    """
    if terms.is_dir():
        return terms
    lang = read_lexicon(terms).lang
    places = [path for path in (base / "lexicon").glob(f"**/{terms.name}") if read_lexicon(path).lang == lang]
    if len(places) > 1:
        raise PolicyError(f"{len(places)} files of this name hold terms of {lang!r}", file=str(terms))
    place = places[0].relative_to(base) if places else Path("lexicon", lang, terms.name)
    shutil.copytree(base, folder, dirs_exist_ok=True)
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(terms, folder / place)
    return folder
