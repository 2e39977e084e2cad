-- owner: audit
-- Large exports are put together by a job and kept for some days.

CREATE TABLE audit_exports (
  team_id      text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id           text COLLATE "C" NOT NULL,
  -- A person, or a key.
  requested_by text COLLATE "C" NOT NULL,
  requested_at timestamptz      NOT NULL,
  format       text             NOT NULL CHECK (format IN ('csv', 'ndjson')),
  filters      text             NOT NULL,
  -- How far it is: pieces, bytes and entries that are stored, and the entry after which it goes on.
  pieces       integer          NOT NULL DEFAULT 0,
  bytes        bigint           NOT NULL DEFAULT 0,
  entries      bigint           NOT NULL DEFAULT 0,
  progress     real             NOT NULL DEFAULT 0,
  after        text,
  touched_at   timestamptz      NOT NULL,
  ready_at     timestamptz,
  expires_at   timestamptz,
  failed_at    timestamptz,
  PRIMARY KEY (team_id, id)
);
-- One at a time for each who asks, whatever is pressed in two tabs at once.
CREATE UNIQUE INDEX audit_exports_under_way ON audit_exports (team_id, requested_by) WHERE ready_at IS NULL AND failed_at IS NULL;
CREATE INDEX audit_exports_by_expiry ON audit_exports (expires_at);
CREATE INDEX audit_exports_by_requester ON audit_exports (requested_by);
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_exports TO aegisrunner_app;

-- The file, compressed piece by piece; `starts` and `bytes` count what comes out, so that a download can go on in the middle.
CREATE TABLE audit_export_pieces (
  team_id   text COLLATE "C" NOT NULL,
  export_id text COLLATE "C" NOT NULL,
  piece     integer          NOT NULL,
  starts    bigint           NOT NULL,
  bytes     integer          NOT NULL,
  packed    bytea            NOT NULL,
  PRIMARY KEY (team_id, export_id, piece),
  FOREIGN KEY (team_id, export_id) REFERENCES audit_exports ON DELETE CASCADE
);
-- It is compressed already.
ALTER TABLE audit_export_pieces ALTER COLUMN packed SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_export_pieces TO aegisrunner_app;
