"""Pages of subnetworks."""

from flask import Blueprint

bp = Blueprint("subnetworks", __name__)
