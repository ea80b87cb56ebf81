"""FollowTheMoney: import of entities into parties, export of parties and statements; values and bytes only."""

from probata.statements.ftm_export import Exported, lines, of_parties, of_statements, party_id
from probata.statements.ftm_import import Imported, read

__all__ = ["Exported", "Imported", "lines", "of_parties", "of_statements", "party_id", "read"]
