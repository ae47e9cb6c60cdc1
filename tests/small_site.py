# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site of two machines, of which only the names matter."""

from pathlib import Path


def make_small_site(inventories: Path) -> Path:
    """Write ``essai`` with ``poste-01`` and ``poste-02`` into a folder of sites; give that folder back."""
    folder = inventories / "essai"
    (folder / "group_vars" / "all").mkdir(parents=True)
    hosts = [f"    poste-0{number}: {{ansible_host: 192.0.2.{number}}}" for number in (1, 2)]
    (folder / "hosts.yml").write_text("\n".join(["---", "postes:", "  hosts:", *hosts, ""]))
    (folder / "group_vars" / "all" / "site.yml").write_text("---\nsite_name: Essai\n")
    (folder / "known_hosts").touch()
    return inventories
