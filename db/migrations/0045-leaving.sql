-- owner: account
-- Leaving: a deletion that was asked for, and copies of what is held about a person.

-- Since then the account is being erased: its address opens no door any more.
ALTER TABLE users ADD COLUMN leaving_at timestamptz;

-- One per person. No foreign key: the row outlives the person, without a name or an address, so that an erasure can be resumed after a crash
-- and repeated after a backup was restored.
CREATE TABLE account_deletions (
  user_id        text COLLATE "C" PRIMARY KEY,
  requested_at   timestamptz NOT NULL,
  due_at         timestamptz NOT NULL,
  week_warned_at timestamptz,
  day_warned_at  timestamptz,
  -- When the day had come and something stood in the way.
  blocked_at     timestamptz,
  -- From here on nothing can be cancelled.
  begun_at       timestamptz,
  -- The teams that go with the person, and the steps that are done.
  teams          text[]      NOT NULL DEFAULT '{}',
  steps          text[]      NOT NULL DEFAULT '{}',
  erased_at      timestamptz
);
CREATE INDEX account_deletions_due ON account_deletions (due_at) WHERE erased_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_deletions TO aegisrunner_app;

CREATE TABLE account_exports (
  id           text COLLATE "C" PRIMARY KEY,
  user_id      text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  requested_at timestamptz NOT NULL,
  -- How many of the slices have given their part.
  parts_done   integer     NOT NULL DEFAULT 0,
  parts        integer     NOT NULL,
  ready_at     timestamptz,
  expires_at   timestamptz,
  failed_at    timestamptz,
  bytes        integer,
  sha256       text
);
CREATE INDEX account_exports_of_user ON account_exports (user_id, requested_at DESC);
CREATE INDEX account_exports_by_expiry ON account_exports (expires_at);
-- One at a time, whatever is pressed in two tabs at once.
CREATE UNIQUE INDEX account_exports_under_way ON account_exports (user_id) WHERE ready_at IS NULL AND failed_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_exports TO aegisrunner_app;

-- The archive, sealed, in pieces.
CREATE TABLE account_export_pieces (
  export_id text COLLATE "C" NOT NULL REFERENCES account_exports ON DELETE CASCADE,
  piece     integer NOT NULL,
  sealed    text    NOT NULL,
  PRIMARY KEY (export_id, piece)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON account_export_pieces TO aegisrunner_app;
