"""The commit guard: a guarded table changes only while an action is open, and every change is recorded.

Three statement triggers a table, working on the sets of old and new rows, so that 80,000 rows cost one
statement and raw SQL is seen too. The action puts its event's id into the setting `zhijia.event`. That there is such an
event is asked once a statement, where a foreign key would ask it of every row.
"""

from typing import Any

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION trail_write() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  open_event bigint := NULLIF(current_setting('zhijia.event', true), '')::bigint;
  hidden text[] := COALESCE(TG_ARGV[0:TG_NARGS], '{}');
BEGIN
  IF open_event IS NOT NULL THEN
    PERFORM FROM trail_event WHERE id = open_event FOR KEY SHARE;
    IF NOT FOUND THEN
      RAISE foreign_key_violation USING MESSAGE = format('zhijia: there is no event %s', open_event);
    END IF;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF open_event IS NULL AND EXISTS (SELECT 1 FROM new_rows) THEN
      RAISE EXCEPTION 'zhijia: % was changed outside an action', TG_TABLE_NAME;
    END IF;
    INSERT INTO trail_eventrow (event_id, kind, row_id, op, changes)
      SELECT open_event, TG_TABLE_NAME, n.id, 'I', '{}' FROM new_rows n ORDER BY n.id;
  ELSIF TG_OP = 'DELETE' THEN
    IF open_event IS NULL AND EXISTS (SELECT 1 FROM old_rows) THEN
      RAISE EXCEPTION 'zhijia: % was changed outside an action', TG_TABLE_NAME;
    END IF;
    INSERT INTO trail_eventrow (event_id, kind, row_id, op, changes)
      SELECT open_event, TG_TABLE_NAME, o.id, 'D', to_jsonb(o) - hidden FROM old_rows o ORDER BY o.id;
  ELSE
    IF open_event IS NULL AND EXISTS (SELECT 1 FROM new_rows) THEN
      RAISE EXCEPTION 'zhijia: % was changed outside an action', TG_TABLE_NAME;
    END IF;
    INSERT INTO trail_eventrow (event_id, kind, row_id, op, changes)
      SELECT open_event, TG_TABLE_NAME, n.id, 'U', COALESCE((
        SELECT jsonb_object_agg(new_field.key, CASE
            WHEN new_field.key = ANY(hidden) THEN '["hidden", "hidden"]'::jsonb
            ELSE jsonb_build_array(old_field.value, new_field.value) END)
        FROM jsonb_each(to_jsonb(n)) new_field
        JOIN jsonb_each(to_jsonb(o)) old_field USING (key)
        WHERE old_field.value IS DISTINCT FROM new_field.value AND new_field.key <> 'version'
      ), '{}')
      FROM new_rows n JOIN old_rows o USING (id) ORDER BY n.id;
  END IF;
  RETURN NULL;
END $$;
"""

KEPT = """
CREATE FUNCTION trail_kept() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM trail_eventrow WHERE event_id = OLD.id) THEN
    RAISE foreign_key_violation USING MESSAGE = format('zhijia: event %s has rows', OLD.id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER trail_kept AFTER DELETE OR UPDATE OF id ON trail_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trail_kept();
"""


def install_guard() -> migrations.RunSQL:
    """The migration step that creates the function every guard calls."""
    return migrations.RunSQL(FUNCTION, "DROP FUNCTION trail_write()")


def renew_guard() -> list[migrations.RunSQL]:
    """The migration steps that let the function itself ask for the event, and keep an event as long as its rows."""
    drop = "DROP TRIGGER trail_kept ON trail_event; DROP FUNCTION trail_kept()"
    return [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop), migrations.RunSQL(KEPT, drop)]


def guard(table: str, *, hidden: tuple[str, ...] = ()) -> migrations.RunSQL:
    """The migration step that guards one table. Values of `hidden` columns are recorded as "changed" only."""
    args = ", ".join(f"'{column}'" for column in hidden)
    sets = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
    sets["UPDATE"] = "OLD TABLE AS old_rows NEW TABLE AS new_rows"
    make: list[Any] = [
        f"CREATE TRIGGER trail_{op.lower()} AFTER {op} ON {table} REFERENCING {rows}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION trail_write({args})"
        for op, rows in sets.items()
    ]
    drop: list[Any] = [f"DROP TRIGGER trail_{op.lower()} ON {table}" for op in sets]
    return migrations.RunSQL(make, drop)
