-- owner: audit
-- Reading the log is logged once per reader and hour; views a team keeps of it; exports that are made in the background.

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

CREATE TABLE audit_exports (
  team_id     text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id          text COLLATE "C" NOT NULL,
  asked_by    text COLLATE "C" NOT NULL,
  format      text             NOT NULL CHECK (format IN ('csv', 'ndjson')),
  filters     jsonb            NOT NULL,
  state       text             NOT NULL CHECK (state IN ('making', 'ready', 'failed')),
  entries     bigint           NOT NULL DEFAULT 0,
  created_at  timestamptz      NOT NULL,
  expires_at  timestamptz      NOT NULL,
  PRIMARY KEY (team_id, id)
);
CREATE INDEX audit_exports_by_expiry ON audit_exports (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_exports TO aegisrunner_app;

-- The file of an export, compressed, in pieces.
CREATE TABLE audit_export_parts (
  team_id   text COLLATE "C" NOT NULL,
  export_id text COLLATE "C" NOT NULL,
  part      integer          NOT NULL,
  content   bytea            NOT NULL,
  PRIMARY KEY (team_id, export_id, part),
  FOREIGN KEY (team_id, export_id) REFERENCES audit_exports ON DELETE CASCADE
);
GRANT SELECT, INSERT, DELETE ON audit_export_parts TO aegisrunner_app;
