# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site of which only the names of the machines matter."""

from pathlib import Path


def make_small_site(inventories: Path, machines: int = 2) -> Path:
    """Write ``essai`` with ``poste-01``, ``poste-02``… into a folder of sites; give that folder back."""
    folder = inventories / "essai"
    (folder / "group_vars" / "all").mkdir(parents=True)
    numbers = range(1, machines + 1)
    hosts = [f"    poste-{number:02}: {{ansible_host: 192.0.2.{number}}}" for number in numbers]
    (folder / "hosts.yml").write_text("\n".join(["---", "postes:", "  hosts:", *hosts, ""]))
    (folder / "group_vars" / "all" / "site.yml").write_text("---\nsite_name: Essai\n")
    (folder / "known_hosts").touch()
    return inventories
