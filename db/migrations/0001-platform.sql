-- owner: platform
-- What every slice stands on: the audit log, rate limits, idempotency, the mail outbox.

-- Append-only: the app's role may add and read, never change or remove. Partitioned by month, so that expiry drops whole partitions.
CREATE TABLE audit_log (
  log_id      text COLLATE "C" NOT NULL,
  at          timestamptz      NOT NULL,
  id          text COLLATE "C" NOT NULL,
  action      text             NOT NULL,
  actor_kind  text             NOT NULL CHECK (actor_kind IN ('user', 'key', 'system', 'operator', 'nobody')),
  actor_id    text,
  session_id  text,
  ip          text,
  user_agent  text,
  request_id  text,
  target_kind text,
  target_id   text,
  details     jsonb            NOT NULL,
  PRIMARY KEY (log_id, at, id)
) PARTITION BY RANGE (at);
CREATE TABLE audit_log_default PARTITION OF audit_log DEFAULT;
GRANT SELECT, INSERT ON audit_log TO aegisrunner_app;

CREATE TABLE rate_limits (
  bucket     text PRIMARY KEY,
  started_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  count      integer     NOT NULL
);
CREATE INDEX rate_limits_by_expiry ON rate_limits (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limits TO aegisrunner_app;

CREATE TABLE idempotency_keys (
  owner        text COLLATE "C" NOT NULL,
  key          text             NOT NULL,
  request_hash text             NOT NULL,
  status       integer          NOT NULL,
  body         text             NOT NULL,
  expires_at   timestamptz      NOT NULL,
  PRIMARY KEY (owner, key)
);
CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO aegisrunner_app;

-- One row per letter. `content` is sealed: letters carry one-time links. It is dropped once the letter was handed over.
CREATE TABLE mail_outbox (
  id           text COLLATE "C" PRIMARY KEY,
  recipient    text        NOT NULL,
  letter       text        NOT NULL,
  subject      text        NOT NULL,
  content      text,
  state        text        NOT NULL CHECK (state IN ('waiting', 'sent', 'held', 'failed')),
  attempts     integer     NOT NULL DEFAULT 0,
  last_error   text,
  created_at   timestamptz NOT NULL,
  settled_at   timestamptz
);
CREATE INDEX mail_outbox_newest ON mail_outbox (created_at DESC, id DESC);
CREATE INDEX mail_outbox_waiting ON mail_outbox (recipient, created_at, id) WHERE state = 'waiting';
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_outbox TO aegisrunner_app;

-- Tells every node's caches what changed, with the COMMIT of the change itself, so that no code path can forget to.
CREATE FUNCTION tell_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('aegis_changed', TG_ARGV[0] || ':' || (to_jsonb(OLD) ->> TG_ARGV[1]));
  RETURN NULL;
END $$;
