-- owner: usage
-- Sums are written behind: a use leaves a row in usage_unsummed, in its own transaction, and batches of them are added to the sums. Nothing is
-- lost in between and nobody waits for a row of sums that others are raising: whoever reads adds what is not summed yet.

-- No key and no index: rows live for seconds.
CREATE TABLE usage_unsummed (
  team_id      text COLLATE "C" NOT NULL,
  meter        text        NOT NULL,
  period_start timestamptz NOT NULL,
  day          date        NOT NULL,
  project_id   text COLLATE "C" NOT NULL,
  key_id       text COLLATE "C" NOT NULL,
  used         bigint      NOT NULL
) WITH (autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0);
GRANT SELECT, INSERT, UPDATE, DELETE ON usage_unsummed TO aegisrunner_app;

-- The Usage tab reads these: a period by day, by project and by key, each a few rows however much was used.
CREATE TABLE usage_shares (
  team_id      text COLLATE "C" NOT NULL,
  meter        text        NOT NULL,
  period_start timestamptz NOT NULL,
  kind         text        NOT NULL CHECK (kind IN ('day', 'project', 'key')),
  id           text COLLATE "C" NOT NULL,
  used         bigint      NOT NULL,
  PRIMARY KEY (team_id, period_start, kind, id, meter)
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE, DELETE ON usage_shares TO aegisrunner_app;
INSERT INTO usage_shares (team_id, meter, period_start, kind, id, used)
SELECT team_id, meter, period_start, 'day', to_char(day, 'YYYY-MM-DD'), sum(used) FROM usage_days GROUP BY 1, 2, 3, 5
UNION ALL SELECT team_id, meter, period_start, 'project', project_id, sum(used) FROM usage_days GROUP BY 1, 2, 3, 5
UNION ALL SELECT team_id, meter, period_start, 'key', key_id, sum(used) FROM usage_days GROUP BY 1, 2, 3, 5;

-- Everything that was used, summed or not, to this instant.
CREATE VIEW usage_by_day AS
  SELECT team_id, meter, period_start, day, project_id, key_id, used FROM usage_days
  UNION ALL SELECT team_id, meter, period_start, day, project_id, key_id, used FROM usage_unsummed;
GRANT SELECT ON usage_by_day TO aegisrunner_app;
CREATE VIEW usage_by_share AS
  SELECT team_id, meter, period_start, kind, id, used FROM usage_shares
  UNION ALL SELECT u.team_id, u.meter, u.period_start, s.kind, s.id, u.used FROM usage_unsummed u
    CROSS JOIN LATERAL (VALUES ('day', to_char(u.day, 'YYYY-MM-DD')), ('project', u.project_id), ('key', u.key_id)) s (kind, id);
GRANT SELECT ON usage_by_share TO aegisrunner_app;

-- Adds a batch of uses to the sums; answers how many there were. One statement, so no reader ever sees a use twice or not at all. One batch
-- at a time: two would wait for each other's rows.
CREATE FUNCTION sum_up_usage(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  moved integer;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('usage.sum_up')) THEN
    RETURN 0;
  END IF;
  WITH taken AS (
    DELETE FROM usage_unsummed WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM usage_unsummed LIMIT most FOR UPDATE SKIP LOCKED
    )) RETURNING *
  ), days AS (
    INSERT INTO usage_days AS d (team_id, meter, period_start, day, project_id, key_id, used)
    SELECT team_id, meter, period_start, day, project_id, key_id, sum(used) FROM taken GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (team_id, meter, period_start, day, project_id, key_id) DO UPDATE SET used = d.used + excluded.used
  ), shares AS (
    INSERT INTO usage_shares AS h (team_id, meter, period_start, kind, id, used)
    SELECT t.team_id, t.meter, t.period_start, s.kind, s.id, sum(t.used) FROM taken t
      CROSS JOIN LATERAL (VALUES ('day', to_char(t.day, 'YYYY-MM-DD')), ('project', t.project_id), ('key', t.key_id)) s (kind, id)
    GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (team_id, period_start, kind, id, meter) DO UPDATE SET used = h.used + excluded.used
  )
  SELECT count(*) INTO moved FROM taken;
  RETURN moved;
END $$;

CREATE OR REPLACE FUNCTION forget_usage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  -- Counters first: whoever is counting at this moment is waited for, and what they leave is then seen below. Then what is not summed yet,
  -- so that a batch under way is waited for as well.
  DELETE FROM usage_counters WHERE team_id = OLD.id;
  DELETE FROM usage_events WHERE team_id = OLD.id;
  DELETE FROM usage_unsummed WHERE team_id = OLD.id;
  DELETE FROM usage_days WHERE team_id = OLD.id;
  DELETE FROM usage_shares WHERE team_id = OLD.id;
  RETURN OLD;
END $$;

-- As before, but the day is left to a batch.
CREATE OR REPLACE FUNCTION count_use(
  of_team text, of_meter text, in_period timestamptz, how_many integer, event text, happened_at timestamptz, on_day date,
  of_project text, of_key text, most bigint
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  counted bigint;
  place tid;
BEGIN
  INSERT INTO usage_events (team_id, event_id, meter, amount, at, project_id, key_id)
  VALUES (of_team, event, of_meter, how_many, happened_at, of_project, of_key) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN -1;
  END IF;
  INSERT INTO usage_unsummed (team_id, meter, period_start, day, project_id, key_id, used)
  VALUES (of_team, of_meter, in_period, on_day, coalesce(of_project, ''), coalesce(of_key, ''), how_many)
  RETURNING ctid INTO place;
  -- The counter last: it is locked until the caller's COMMIT.
  UPDATE usage_counters SET used = used + how_many
  WHERE team_id = of_team AND meter = of_meter AND period_start = in_period AND (most IS NULL OR used + how_many <= most)
  RETURNING used INTO counted;
  IF FOUND THEN
    RETURN counted;
  END IF;
  -- The first of its period, or too much.
  INSERT INTO usage_counters AS c (team_id, meter, period_start, used)
  SELECT of_team, of_meter, in_period, how_many WHERE most IS NULL OR how_many <= most
  ON CONFLICT (team_id, meter, period_start) DO UPDATE SET used = c.used + excluded.used
  WHERE most IS NULL OR c.used + excluded.used <= most
  RETURNING used INTO counted;
  IF FOUND THEN
    RETURN counted;
  END IF;
  DELETE FROM usage_unsummed WHERE ctid = place;
  DELETE FROM usage_events WHERE team_id = of_team AND event_id = event;
  RETURN NULL;
END $$;
