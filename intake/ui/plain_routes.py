"""Everything that customers reach as plain HTML."""

from fastapi import APIRouter

from intake.service import Desk
from intake.settings import Settings
from intake.ui.customer_pages import stylesheet_routes
from intake.ui.policy_page import policy_routes
from intake.ui.status_page import status_routes


def plain_routes(desk: Desk, settings: Settings) -> list[APIRouter]:
    return [stylesheet_routes(), status_routes(desk, settings), policy_routes(desk)]
