"""Draw the pictures of the demonstration territory: `python script/draw-pictures [NAME ...]`."""

import io
import sys
import tomllib
from pathlib import Path

import scenes_food
import scenes_garden
import scenes_house
import scenes_hands
import scenes_neighbours
import scenes_rides
import scenes_rooms
import scenes_tools
from brush import HEIGHT, WIDTH
from gallery import PICTURES
from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[2] / "app" / "demo" / "pictures"
