"""The registers of the organisation, declared. Every count of unions and employers on other pages opens here."""

from zhijia.org.ledgers import employers, founding, terms, unions, working_days

__all__ = ["employers", "founding", "terms", "unions", "working_days"]
