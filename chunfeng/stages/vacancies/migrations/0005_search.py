"""What search asks by stands in one index with the words: place, day, pay, cell, occupation, …"""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from chunfeng.foundation.database.walls import sql

# Facts as words no text has, as they begin with @; windows.py asks for them by the same names.
FINDABLE = """
DECLARE
    day integer := (NEW.published_at AT TIME ZONE 'Asia/Shanghai')::date - date '2000-01-01';
    facts text[] := ARRAY[
        '@', '@c' || NEW.channel, '@e' || NEW.employer,
        '@r' || NEW.place / 10000000000, '@r' || NEW.place / 100000000,
        '@r' || NEW.place / 1000000, '@r' || NEW.place / 1000, '@r' || NEW.place,
        '@d' || day, '@w' || day / 8,
        '@g' || (floor(NEW.lat * 10) * 10000 + floor(NEW.lon * 10))::integer,
        '@q' || (floor(NEW.lat) * 1000 + floor(NEW.lon))::integer,
        CASE WHEN NEW.home_friendly THEN '@home' END,
        CASE WHEN NEW.housing THEN '@housing' END];
BEGIN
    facts := facts || ARRAY(SELECT '@m' || pay FROM unnest(ARRAY[1500, 2000, 2500, 3000, 3500,
        4000, 4500, 5000, 6000, 8000, 10000, 15000]) AS pay WHERE pay <= NEW.month_pay);
    IF jsonb_typeof(NEW.occupation) = 'array' THEN
        facts := facts || ARRAY(SELECT '@o' || left(one ->> 1, signs)
            FROM jsonb_array_elements(NEW.occupation) AS one, unnest(ARRAY[1, 4, 7, 10]) AS signs
            WHERE length(one ->> 1) >= signs);
    END IF;
    NEW.search := coalesce(NEW.search, '') || array_to_tsvector(array_remove(facts, NULL));
    RETURN NEW;
END;
"""
TRIGGER = f"""
CREATE FUNCTION vacancies_findable() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $findable${FINDABLE}$findable$;
CREATE TRIGGER findable BEFORE INSERT OR UPDATE OF search ON vacancies_shown
    FOR EACH ROW EXECUTE FUNCTION vacancies_findable();
UPDATE vacancies_shown SET search = search;
"""
# Kilometres between two points in degrees, on a sphere.
KILOMETRES = """
CREATE FUNCTION vacancies_km(lon double precision, lat double precision,
        lon2 double precision, lat2 double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $km$
    SELECT CASE WHEN lon IS NOT NULL AND lat IS NOT NULL THEN 12742.0176 * asin(sqrt(least(1.0,
        power(sin(radians(lat2 - lat) / 2), 2)
        + cos(radians(lat)) * cos(radians(lat2)) * power(sin(radians(lon2 - lon) / 2), 2)))) END
    $km$;
"""


class Migration(migrations.Migration):
    """One index for every filter: no statistics can talk the planner into another one."""

    dependencies: ClassVar = [("vacancies", "0004_history")]
    operations: ClassVar = [
        migrations.RemoveIndex("shown", "vacancies_shown_words"),
        migrations.RemoveIndex("shown", "vacancies_shown_grid"),
        migrations.RemoveIndex("shown", "vacancies_shown_place"),
        sql(TRIGGER),
        sql(KILOMETRES),
        # Without a list of what is pending, that every search would have to read through.
        migrations.AddIndex(
            "shown", GinIndex(fields=["search"], name="vacancies_shown_words", fastupdate=False)
        ),
        migrations.AddIndex(
            "shown",
            models.Index(
                fields=["place"],
                include=["end_date", "headcount", "taken", "home_friendly"],
                name="vacancies_shown_place",
            ),
        ),
    ]
