-- owner: audit
-- Who gets a team's latest checkpoint by mail, as a copy outside. Without a row: the team's auditors, nobody else.
CREATE TABLE audit_anchors (
  team_id     text COLLATE "C" PRIMARY KEY REFERENCES teams ON DELETE CASCADE,
  to_auditors boolean NOT NULL,
  addresses   text[]  NOT NULL,
  version     integer NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON audit_anchors TO aegisrunner_app;
