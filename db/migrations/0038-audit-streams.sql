-- owner: audit
-- Where a team's log is sent on, entry by entry in the order of its tree.

CREATE TABLE audit_streams (
  team_id    text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id         text COLLATE "C" NOT NULL,
  name       text             NOT NULL,
  kind       text             NOT NULL CHECK (kind IN ('webhook', 'syslog')),
  address    text             NOT NULL,
  secret     text             NOT NULL,
  next       bigint           NOT NULL,
  paused     boolean          NOT NULL DEFAULT false,
  failures   integer          NOT NULL DEFAULT 0,
  due_at     timestamptz      NOT NULL,
  sent_at    timestamptz,
  created_at timestamptz      NOT NULL,
  PRIMARY KEY (team_id, id)
);
CREATE INDEX audit_streams_due ON audit_streams (due_at) WHERE NOT paused;
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_streams TO aegisrunner_app;
