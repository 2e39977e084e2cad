-- owner: audit
-- Reading the log is logged once per reader and hour; views a team keeps of it.

CREATE TABLE audit_readings (
  team_id text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  reader  text COLLATE "C" NOT NULL,
  hour    timestamptz      NOT NULL,
  PRIMARY KEY (team_id, reader, hour)
);
CREATE INDEX audit_readings_by_hour ON audit_readings (hour);
GRANT SELECT, INSERT, DELETE ON audit_readings TO aegisrunner_app;

CREATE TABLE audit_views (
  team_id    text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id         text COLLATE "C" NOT NULL,
  name       text             NOT NULL,
  filters    text             NOT NULL,
  created_by text COLLATE "C" NOT NULL,
  created_at timestamptz      NOT NULL,
  PRIMARY KEY (team_id, id)
);
CREATE UNIQUE INDEX audit_views_name ON audit_views (team_id, lower(name));
GRANT SELECT, INSERT, DELETE ON audit_views TO aegisrunner_app;
