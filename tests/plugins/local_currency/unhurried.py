"""How properties are tried on a machine that has other things to do."""

from hypothesis import HealthCheck, settings

unhurried = settings(deadline=None, suppress_health_check=(HealthCheck.too_slow,))
