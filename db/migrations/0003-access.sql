-- owner: access
-- Who is asking: sessions, the devices they come from, single-use links.

CREATE TABLE sessions (
  id             text COLLATE "C" PRIMARY KEY,
  user_id        text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  token_digest   bytea       NOT NULL UNIQUE,
  method         text        NOT NULL,
  ip             text        NOT NULL,
  user_agent     text        NOT NULL,
  device_id      text COLLATE "C",
  created_at     timestamptz NOT NULL,
  last_active_at timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  confirmed_at   timestamptz NOT NULL,
  -- The last proof by a second factor (code, backup code, passkey); null when there was none.
  second_factor_at timestamptz
);
CREATE INDEX sessions_of_user ON sessions (user_id, last_active_at DESC);
-- Being active is no news; a new token, a new proof or the end of a session is.
CREATE TRIGGER sessions_ended AFTER DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION tell_changed('session', 'id');
CREATE TRIGGER sessions_changed AFTER UPDATE OF token_digest, confirmed_at, second_factor_at, expires_at ON sessions
  FOR EACH ROW EXECUTE FUNCTION tell_changed('session', 'id');
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO aegisrunner_app;

-- A browser in which a person once signed in: it has limits of its own, so that strangers cannot lock the person out.
CREATE TABLE known_devices (
  digest        bytea       NOT NULL,
  user_id       text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  id            text COLLATE "C" NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at  timestamptz NOT NULL,
  -- Until then the second factor is not asked for in this browser; what it called itself when it was trusted.
  trusted_until timestamptz,
  user_agent    text        NOT NULL DEFAULT '',
  PRIMARY KEY (digest, user_id)
);
CREATE INDEX known_devices_of_user ON known_devices (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON known_devices TO aegisrunner_app;

-- Bound to a person, a purpose and a mailbox; spent by one conditional UPDATE.
CREATE TABLE one_time_tokens (
  digest     bytea       PRIMARY KEY,
  user_id    text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  purpose    text        NOT NULL,
  address    text        NOT NULL,
  subject_id text COLLATE "C",
  details    jsonb       NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  spent_at   timestamptz
);
CREATE INDEX one_time_tokens_of_user ON one_time_tokens (user_id, purpose);
CREATE INDEX one_time_tokens_by_expiry ON one_time_tokens (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON one_time_tokens TO aegisrunner_app;

-- A sign-in whose password was right and whose second factor is awaited. Found only by the cookie of the browser that began it; it opens
-- nothing by itself, and goes with the person's sessions whenever those are ended.
CREATE TABLE sign_in_challenges (
  digest     bytea       PRIMARY KEY,
  user_id    text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  attempts   int         NOT NULL DEFAULT 0,
  ip         text        NOT NULL,
  user_agent text        NOT NULL,
  -- The person had signed in with this browser before.
  known_browser boolean  NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_challenges_of_user ON sign_in_challenges (user_id);
CREATE INDEX sign_in_challenges_by_expiry ON sign_in_challenges (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_challenges TO aegisrunner_app;
