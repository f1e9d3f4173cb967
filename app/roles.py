"""What a person can be in a territory; who may do what with it stands in ``app.web.access``."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in a territory."""

    VISITOR = "visitor"  # not signed in
    PERSON = "person"  # signed in, not a member of this territory
    INHABITANT = "inhabitant"
    COORDINATOR = "coordinator"  # of at least one sub-network
    FACILITATOR = "facilitator"
    RESEARCHER = "researcher"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"  # of the whole platform
