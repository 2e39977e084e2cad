-- owner: passkeys
-- Passkeys and the ceremonies in which they are made and used.

-- `backup_eligible` is fixed for life; `synced` is what the authenticator last said. `counter` is only ever raised, or stays at zero.
CREATE TABLE passkeys (
  id              text COLLATE "C" PRIMARY KEY,
  user_id         text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  credential_id   text COLLATE "C" NOT NULL UNIQUE,
  public_key      bytea       NOT NULL,
  counter         bigint      NOT NULL,
  transports      text[]      NOT NULL,
  aaguid          text        NOT NULL,
  backup_eligible boolean     NOT NULL,
  synced          boolean     NOT NULL,
  name            text        NOT NULL,
  created_at      timestamptz NOT NULL,
  last_used_at    timestamptz
);
CREATE INDEX passkeys_of_user ON passkeys (user_id, created_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON passkeys TO aegisrunner_app;

-- Whether a person has a passkey is part of who is asking; tell_changed() knows only rows that were there before.
CREATE FUNCTION tell_passkey_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('aegis_changed', 'user:' || NEW.user_id);
  RETURN NULL;
END $$;
CREATE TRIGGER passkeys_added AFTER INSERT ON passkeys FOR EACH ROW EXECUTE FUNCTION tell_passkey_added();
CREATE TRIGGER passkeys_gone AFTER DELETE ON passkeys FOR EACH ROW EXECUTE FUNCTION tell_changed('user', 'user_id');

-- A challenge that awaits its answer: for one purpose, in one browser, of one person where the person is known. Taken by one conditional DELETE.
CREATE TABLE passkey_ceremonies (
  id             text COLLATE "C" PRIMARY KEY,
  purpose        text        NOT NULL CHECK (purpose IN ('register', 'sign-in', 'challenge', 'step-up')),
  browser_digest bytea       NOT NULL,
  user_id        text COLLATE "C" REFERENCES users ON DELETE CASCADE,
  challenge      text        NOT NULL,
  expires_at     timestamptz NOT NULL
);
CREATE INDEX passkey_ceremonies_by_expiry ON passkey_ceremonies (expires_at);
CREATE INDEX passkey_ceremonies_of_user ON passkey_ceremonies (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON passkey_ceremonies TO aegisrunner_app;
