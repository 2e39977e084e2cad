-- owner: usage
-- What teams use up (crawls, test runs) and what they hold (projects, members), and the alerts about both.

-- One row per meter and period. It is only ever raised, by one statement that holds it to the limit.
CREATE TABLE usage_counters (
  team_id      text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  meter        text        NOT NULL CHECK (meter IN ('crawls', 'runs')),
  period_start timestamptz NOT NULL,
  used         bigint      NOT NULL CHECK (used >= 0),
  PRIMARY KEY (team_id, meter, period_start)
) WITH (fillfactor = 50);
CREATE INDEX usage_counters_by_period ON usage_counters (period_start);
GRANT SELECT, INSERT, UPDATE, DELETE ON usage_counters TO aegisrunner_app;

-- Every counted event once: its row commits together with the count. No foreign key: thousands of events a second would all lock the row
-- of their team; forget_usage() below does what a cascade would.
CREATE TABLE usage_events (
  team_id    text COLLATE "C" NOT NULL,
  event_id   text COLLATE "C" NOT NULL,
  meter      text        NOT NULL,
  amount     integer     NOT NULL CHECK (amount > 0),
  at         timestamptz NOT NULL,
  project_id text COLLATE "C",
  key_id     text COLLATE "C",
  PRIMARY KEY (team_id, event_id)
);
CREATE INDEX usage_events_by_time ON usage_events USING brin (at);
GRANT SELECT, INSERT, UPDATE, DELETE ON usage_events TO aegisrunner_app;

-- Sums by day (UTC), project and key, raised by the same statement; '' stands for none. Pages and exports read these, however many events
-- there were.
CREATE TABLE usage_days (
  team_id      text COLLATE "C" NOT NULL,
  meter        text        NOT NULL,
  period_start timestamptz NOT NULL,
  day          date        NOT NULL,
  project_id   text COLLATE "C" NOT NULL,
  key_id       text COLLATE "C" NOT NULL,
  used         bigint      NOT NULL,
  PRIMARY KEY (team_id, meter, period_start, day, project_id, key_id)
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE, DELETE ON usage_days TO aegisrunner_app;

CREATE FUNCTION forget_usage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  -- Counters first: whoever is counting at this moment is waited for, and their event and day are then seen below.
  DELETE FROM usage_counters WHERE team_id = OLD.id;
  DELETE FROM usage_events WHERE team_id = OLD.id;
  DELETE FROM usage_days WHERE team_id = OLD.id;
  RETURN OLD;
END $$;
CREATE TRIGGER teams_forget_usage BEFORE DELETE ON teams FOR EACH ROW EXECUTE FUNCTION forget_usage();

-- How many things of a kind there are, as the slice that makes them told it last.
CREATE TABLE usage_standing (
  team_id text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  meter   text    NOT NULL CHECK (meter IN ('projects', 'members')),
  count   integer NOT NULL CHECK (count >= 0),
  PRIMARY KEY (team_id, meter)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON usage_standing TO aegisrunner_app;

-- Alerts that were given. While one is not resolved, the same is not given again.
CREATE TABLE usage_alerts (
  team_id      text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id           text COLLATE "C" NOT NULL,
  meter        text        NOT NULL,
  -- For what is held rather than used up: the beginning of time.
  period_start timestamptz NOT NULL,
  -- Percent of the limit; 0 is the pace alert.
  threshold    integer     NOT NULL,
  limit_value  bigint      NOT NULL,
  used         bigint      NOT NULL,
  raised_at    timestamptz NOT NULL,
  resolved_at  timestamptz,
  PRIMARY KEY (team_id, id)
);
CREATE UNIQUE INDEX usage_alerts_once ON usage_alerts (team_id, meter, period_start, threshold) WHERE resolved_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON usage_alerts TO aegisrunner_app;

-- Alerts of a team's own making, beyond 80, 90 and 100 percent.
CREATE TABLE usage_settings (
  team_id    text COLLATE "C" PRIMARY KEY REFERENCES teams ON DELETE CASCADE,
  thresholds integer[] NOT NULL,
  pace       boolean   NOT NULL,
  version    integer   NOT NULL
);
CREATE TRIGGER usage_settings_changed AFTER INSERT OR UPDATE ON usage_settings
  FOR EACH ROW EXECUTE FUNCTION tell_plan_changed();
GRANT SELECT, INSERT, UPDATE, DELETE ON usage_settings TO aegisrunner_app;
