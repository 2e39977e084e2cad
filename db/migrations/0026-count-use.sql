-- owner: usage
-- The one way a use is counted. A function, because every crawl and run waits for it: its statements are planned once and run without a round
-- trip between them, and the counter is locked as late as possible.

-- Answers the new count; null when it does not fit (then nothing is left behind), and -1 when this event was counted before.
CREATE FUNCTION count_use(
  of_team text, of_meter text, in_period timestamptz, how_many integer, event text, happened_at timestamptz, on_day date,
  of_project text, of_key text, most bigint
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  counted bigint;
BEGIN
  INSERT INTO usage_events (team_id, event_id, meter, amount, at, project_id, key_id)
  VALUES (of_team, event, of_meter, how_many, happened_at, of_project, of_key) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN -1;
  END IF;
  UPDATE usage_counters SET used = used + how_many
  WHERE team_id = of_team AND meter = of_meter AND period_start = in_period AND (most IS NULL OR used + how_many <= most)
  RETURNING used INTO counted;
  IF NOT FOUND THEN
    -- The first of its period, or too much.
    INSERT INTO usage_counters AS c (team_id, meter, period_start, used)
    SELECT of_team, of_meter, in_period, how_many WHERE most IS NULL OR how_many <= most
    ON CONFLICT (team_id, meter, period_start) DO UPDATE SET used = c.used + excluded.used
    WHERE most IS NULL OR c.used + excluded.used <= most
    RETURNING used INTO counted;
    IF NOT FOUND THEN
      DELETE FROM usage_events WHERE team_id = of_team AND event_id = event;
      RETURN NULL;
    END IF;
  END IF;
  UPDATE usage_days SET used = used + how_many
  WHERE team_id = of_team AND meter = of_meter AND period_start = in_period AND day = on_day
    AND project_id = coalesce(of_project, '') AND key_id = coalesce(of_key, '');
  IF NOT FOUND THEN
    INSERT INTO usage_days AS d (team_id, meter, period_start, day, project_id, key_id, used)
    VALUES (of_team, of_meter, in_period, on_day, coalesce(of_project, ''), coalesce(of_key, ''), how_many)
    ON CONFLICT (team_id, meter, period_start, day, project_id, key_id) DO UPDATE SET used = d.used + excluded.used;
  END IF;
  RETURN counted;
END $$;
