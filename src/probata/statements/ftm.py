"""FollowTheMoney: import of entities into parties, export of parties and statements; values and bytes only."""

from probata.statements.ftm_export import Exported, lines, of_parties, of_statements, party_id
from probata.statements.ftm_import import Imported, read
from probata.statements.ftm_schema import Entity

__all__ = ["Entity", "Exported", "Imported", "lines", "of_parties", "of_statements", "party_id", "read"]
