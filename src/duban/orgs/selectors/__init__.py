"""What can be asked of people and places."""

from duban.orgs.selectors.actors import actor_of, operator
from duban.orgs.selectors.days import keeps_calendar, work_calendar
from duban.orgs.selectors.names import (
    english_names,
    holders_in,
    people_names,
    post_holders,
    unit_ids_by_name,
    unit_names,
    usernames,
    zone_slugs,
)
from duban.orgs.selectors.places import (
    chains,
    find_zone,
    holders_of,
    list_people,
    list_posts,
    list_tenures,
    list_units,
    list_zones,
    posts_in,
    posts_of,
    unit_heads,
    zone_by_slug,
)

__all__ = [
    "actor_of",
    "chains",
    "english_names",
    "find_zone",
    "holders_in",
    "holders_of",
    "keeps_calendar",
    "list_people",
    "list_posts",
    "list_tenures",
    "list_units",
    "list_zones",
    "operator",
    "people_names",
    "post_holders",
    "posts_in",
    "posts_of",
    "unit_heads",
    "unit_ids_by_name",
    "unit_names",
    "usernames",
    "work_calendar",
    "zone_by_slug",
    "zone_slugs",
]
