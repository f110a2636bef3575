"""A launch falls on a weekend or a holiday.

## Why
On the day of a launch people who can fix things, answer customers and turn it off again should be at work:
here, and in the countries it reaches. What counts are `working_days` and `holidays` in prodops.yaml and the
public holidays of the launch's geographies. A code there without known holidays counts for nothing;
`unknown-holiday-code` points out those in the settings.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-14  # warning: launch-on-day-off
```
```yaml title="launches/checkout-at.yaml"
title: Checkout for Austria
date: 2026-10-26  # warning: launch-on-day-off
geographies: [AT]
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-12
```
```yaml title="launches/checkout-de.yaml"
title: Checkout for Germany
date: 2026-10-26
geographies: [DE]
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.calendar import next_working_day, why_off
from prodops_cli.analysis.launches.days import days_to_launch
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def launch_on_day_off(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every planned launch that is ahead and on a day on which nobody works, here or where it goes."""
    for entry in workspace.of(Launch):
        launch, days = entry.record, days_to_launch(entry.record, as_of)
        if launch.date is None or days is None or days < 0:
            continue
        countries = (*launch.geographies, *launch.facts.new_geographies)
        reason = why_off(workspace.settings, launch.date, countries)
        if reason is not None:
            later = next_working_day(workspace.settings, launch.date, countries)
            hint = f"the next working day is {later}" if later else "choose a day on which people work"
            yield Finding(entry, ("date",), f"the launch is on {launch.date}, {reason}", hint)
