"""The demo town: one machine, loopback only; zhijia.server.demo sets the environment this reads."""

from .office import *  # noqa: F403

DEMO = True  # pages say whose day it is and that the people are invented
