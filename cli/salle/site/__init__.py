# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site: one folder of ``inventories/``, read and validated before anything is touched."""
