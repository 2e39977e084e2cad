-- owner: access
-- Where and how much API keys are used, and how fast.

-- The newest use of a key. Apart from api_keys, so that noting a use can never write a stale key back (V99).
CREATE TABLE key_activity (
  team_id      text COLLATE "C" NOT NULL,
  key_id       text COLLATE "C" NOT NULL,
  last_used_at timestamptz NOT NULL,
  ip           text        NOT NULL,
  client       text        NOT NULL,
  route        text        NOT NULL,
  PRIMARY KEY (team_id, key_id),
  FOREIGN KEY (team_id, key_id) REFERENCES api_keys ON DELETE CASCADE
);
GRANT SELECT, INSERT, UPDATE, DELETE ON key_activity TO aegisrunner_app;

CREATE TABLE key_days (
  team_id text COLLATE "C" NOT NULL,
  key_id  text COLLATE "C" NOT NULL,
  day     date    NOT NULL,
  uses    bigint  NOT NULL,
  PRIMARY KEY (team_id, key_id, day),
  FOREIGN KEY (team_id, key_id) REFERENCES api_keys ON DELETE CASCADE
);
CREATE INDEX key_days_by_day ON key_days (day);
GRANT SELECT, INSERT, UPDATE, DELETE ON key_days TO aegisrunner_app;

-- Every address a key was used from. A new row is audited in the same transaction, before the request is answered.
CREATE TABLE key_addresses (
  team_id       text COLLATE "C" NOT NULL,
  key_id        text COLLATE "C" NOT NULL,
  ip            text        NOT NULL,
  client        text        NOT NULL,
  first_used_at timestamptz NOT NULL,
  last_used_at  timestamptz NOT NULL,
  -- The last use of the secret before the rotation, to see who has not changed over.
  old_secret_at timestamptz,
  PRIMARY KEY (team_id, key_id, ip),
  FOREIGN KEY (team_id, key_id) REFERENCES api_keys ON DELETE CASCADE
);
GRANT SELECT, INSERT, UPDATE, DELETE ON key_addresses TO aegisrunner_app;

-- Uses that still wait for their row in the audit log, which is written when the hour is over. No foreign key: the uses of a revoked key
-- happened all the same.
CREATE TABLE key_hours (
  team_id  text COLLATE "C" NOT NULL,
  key_id   text COLLATE "C" NOT NULL,
  owner_id text COLLATE "C",
  ip       text        NOT NULL,
  hour     timestamptz NOT NULL,
  uses     bigint      NOT NULL,
  client   text        NOT NULL,
  last_at  timestamptz NOT NULL,
  PRIMARY KEY (key_id, ip, hour)
);
CREATE INDEX key_hours_by_hour ON key_hours (hour);
GRANT SELECT, INSERT, UPDATE, DELETE ON key_hours TO aegisrunner_app;

-- The current minute of each team: how many of its requests nodes have taken shares of. No foreign key: a lock on the team must not make
-- requests wait.
CREATE TABLE key_windows (
  team_id    text COLLATE "C" PRIMARY KEY,
  started_at timestamptz NOT NULL,
  leased     integer     NOT NULL,
  granted    integer     NOT NULL
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE, DELETE ON key_windows TO aegisrunner_app;
