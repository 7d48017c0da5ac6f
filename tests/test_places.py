"""A file is called as its office calls it, wherever the program speaks of it."""

from __future__ import annotations

import pytest

from rectify.storage.places import called


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("data/ylfw-2024/issues/JZ-017.yaml", "JZ-017"),
        ("data/ylfw-2024/votes/2024-01.yaml", "测评 2024-01"),
        ("data/ylfw-2024/ledger.yaml", "ylfw-2024/ledger.yaml"),
        ("data/ylfw-2024/files/JZ-017/照片.jpg", "ylfw-2024/files/JZ-017/照片.jpg"),
        ("holidays.yaml", "holidays.yaml"),
    ],
)
def test_issues_and_votes_by_number_other_files_by_name(path: str, said: str) -> None:
    assert called(path) == said
