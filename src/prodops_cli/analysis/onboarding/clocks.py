"""How far apart the clocks of people are."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from prodops_cli.kinds.person import Person
from prodops_cli.workspace import Workspace

WORKING_HOURS = 8
"""Hours of a working day, by which common hours are counted."""


class Clocks:
    """The time zones of a workspace's people, on one day.

    Somebody who names a country and no zone has that of the others there, where they agree; somebody who names
    neither is where the workspace is.
    """

    def __init__(self, workspace: Workspace, day: date) -> None:
        self._noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        self._usual = workspace.settings.time_zone
        self._offsets: dict[str, float] = {}
        zones: dict[str, set[str]] = {}
        for entry in workspace.of(Person):
            place = entry.record.location
            if place is not None and place.country is not None and place.time_zone is not None:
                zones.setdefault(place.country, set()).add(place.time_zone)
        self._by_country = {country: next(iter(found)) for country, found in zones.items() if len(found) == 1}

    def zone_of(self, person: Person) -> str | None:
        """A person's time zone; None for a country where several are used."""
        place = person.location
        if place is None or (place.country is None and place.time_zone is None):
            return self._usual
        return place.time_zone or self._by_country.get(place.country or "")

    def hours_apart(self, one: Person, other: Person) -> float | None:
        """How many hours the clocks of two people are apart, 12 at the most; None where a zone is not known."""
        zones = self.zone_of(one), self.zone_of(other)
        if zones[0] is None or zones[1] is None:
            return None
        apart = abs(self._offset(zones[0]) - self._offset(zones[1])) % 24  # Kiritimati and Midway: 25
        return min(apart, 24 - apart)

    def common_hours(self, one: Person, other: Person) -> float | None:
        """How many working hours of a day two people have in common; None where a zone is not known."""
        apart = self.hours_apart(one, other)
        return None if apart is None else max(WORKING_HOURS - apart, 0.0)

    def _offset(self, zone: str) -> float:
        if zone not in self._offsets:
            offset = self._noon.astimezone(ZoneInfo(zone)).utcoffset()
            self._offsets[zone] = offset.total_seconds() / 3600 if offset is not None else 0.0
        return self._offsets[zone]
