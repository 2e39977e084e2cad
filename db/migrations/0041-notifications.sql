-- owner: notifications
-- What people and programs are told: events, who wants what, and what became of each message.

-- One row per event, whatever it is told through; the same event told twice is one row.
CREATE TABLE notifications (
  team_id       text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id            text COLLATE "C" NOT NULL,
  event_id      text        NOT NULL,
  type          text        NOT NULL,
  name          text        NOT NULL,
  project_id    text COLLATE "C",
  event         jsonb       NOT NULL,
  created_at    timestamptz NOT NULL,
  -- Null until it was decided who hears of it by which channel.
  fanned_out_at timestamptz,
  PRIMARY KEY (team_id, id),
  UNIQUE (team_id, event_id)
);
CREATE INDEX notifications_to_fan_out ON notifications (created_at) WHERE fanned_out_at IS NULL;
CREATE INDEX notifications_by_age ON notifications (created_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON notifications TO aegisrunner_app;

-- One row per event and destination. Messages of one `lane` keep their order; those of one `bundle` in it leave together as one message.
CREATE TABLE notification_deliveries (
  team_id         text COLLATE "C" NOT NULL,
  id              text COLLATE "C" NOT NULL,
  notification_id text COLLATE "C" NOT NULL,
  channel         text        NOT NULL CHECK (channel IN ('email', 'slack', 'inbox', 'webhook')),
  lane            text        NOT NULL,
  bundle          text        NOT NULL,
  -- Whose it is; null for what goes to a team's channel or to a program.
  user_id         text COLLATE "C",
  -- Who would have had it in the team's channel, and gets it by e-mail when that breaks.
  for_users       text[]      NOT NULL DEFAULT '{}',
  state           text        NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'suppressed', 'grouped')),
  -- The message this one went along in.
  lead_id         text COLLATE "C",
  attempts        integer     NOT NULL DEFAULT 0,
  says            text,
  -- Why it came this way, such as by e-mail because Slack is broken.
  note            text,
  letter_id       text COLLATE "C",
  due_at          timestamptz NOT NULL,
  next_at         timestamptz NOT NULL,
  created_at      timestamptz NOT NULL,
  settled_at      timestamptz,
  read_at         timestamptz,
  PRIMARY KEY (team_id, id),
  UNIQUE (team_id, notification_id, lane),
  FOREIGN KEY (team_id, notification_id) REFERENCES notifications ON DELETE CASCADE,
  FOREIGN KEY (team_id, user_id) REFERENCES memberships (team_id, user_id) ON DELETE CASCADE
);
CREATE INDEX notification_deliveries_in_line ON notification_deliveries (lane, due_at, created_at, id) WHERE state = 'waiting';
CREATE INDEX notification_deliveries_due ON notification_deliveries (next_at) WHERE state = 'waiting';
CREATE INDEX notification_deliveries_of_person ON notification_deliveries (user_id, created_at DESC);
CREATE INDEX notification_deliveries_unread ON notification_deliveries (team_id, user_id)
  WHERE channel = 'inbox' AND state = 'sent' AND read_at IS NULL;
CREATE INDEX notification_deliveries_along ON notification_deliveries (team_id, lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX notification_deliveries_dead ON notification_deliveries (created_at DESC, id DESC) WHERE state = 'failed';
GRANT SELECT, INSERT, UPDATE, DELETE ON notification_deliveries TO aegisrunner_app;

-- Every try to reach Slack or a program, and its answer.
CREATE TABLE notification_attempts (
  team_id     text COLLATE "C" NOT NULL,
  delivery_id text COLLATE "C" NOT NULL,
  at          timestamptz NOT NULL,
  nth         bigint GENERATED ALWAYS AS IDENTITY,
  outcome     text        NOT NULL CHECK (outcome IN ('taken', 'later', 'refused')),
  status      integer,
  says        text        NOT NULL,
  PRIMARY KEY (team_id, delivery_id, nth),
  FOREIGN KEY (team_id, delivery_id) REFERENCES notification_deliveries ON DELETE CASCADE
);
GRANT SELECT, INSERT, DELETE ON notification_attempts TO aegisrunner_app;

-- What is told of: of the team (no user) or of one person; everywhere, or for one project.
CREATE TABLE notification_preferences (
  team_id    text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  user_id    text COLLATE "C",
  project_id text COLLATE "C",
  type       text        NOT NULL,
  choices    text[]      NOT NULL,
  updated_at timestamptz NOT NULL,
  FOREIGN KEY (team_id, user_id) REFERENCES memberships (team_id, user_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX notification_preferences_once
  ON notification_preferences (team_id, coalesce(user_id, ''), coalesce(project_id, ''), type);
GRANT SELECT, INSERT, UPDATE, DELETE ON notification_preferences TO aegisrunner_app;

-- When a person is told, in minutes of their own day. Null: no quiet hours; no digest.
CREATE TABLE notification_rhythms (
  user_id     text COLLATE "C" PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  quiet_from  integer CHECK (quiet_from BETWEEN 0 AND 1439),
  quiet_until integer CHECK (quiet_until BETWEEN 0 AND 1439),
  digest_at   integer CHECK (digest_at BETWEEN 0 AND 1439),
  CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);
GRANT SELECT, INSERT, UPDATE, DELETE ON notification_rhythms TO aegisrunner_app;

-- A team's way into Slack: an incoming webhook, or the operator's app. `secret` is sealed.
CREATE TABLE slack_connections (
  team_id      text COLLATE "C" PRIMARY KEY REFERENCES teams ON DELETE CASCADE,
  kind         text        NOT NULL CHECK (kind IN ('webhook', 'app')),
  secret       text        NOT NULL,
  label        text        NOT NULL,
  channel_id   text,
  connected_at timestamptz NOT NULL,
  broken_at    timestamptz,
  broken_says  text
);
GRANT SELECT, INSERT, UPDATE, DELETE ON slack_connections TO aegisrunner_app;

-- Who wants direct messages instead of the team's channel.
CREATE TABLE slack_people (
  team_id       text COLLATE "C" NOT NULL,
  user_id       text COLLATE "C" NOT NULL,
  slack_user_id text NOT NULL,
  PRIMARY KEY (team_id, user_id),
  FOREIGN KEY (team_id, user_id) REFERENCES memberships (team_id, user_id) ON DELETE CASCADE
);
GRANT SELECT, INSERT, UPDATE, DELETE ON slack_people TO aegisrunner_app;

-- Programs that are told. Address and secrets are sealed; after a rotation the old secret signs as well, for a while.
CREATE TABLE outgoing_webhooks (
  team_id          text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id               text COLLATE "C" NOT NULL,
  url              text        NOT NULL,
  secret           text        NOT NULL,
  old_secret       text,
  old_secret_until timestamptz,
  -- Types it is told of; none listed means all.
  types            text[]      NOT NULL DEFAULT '{}',
  paused_at        timestamptz,
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (team_id, id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON outgoing_webhooks TO aegisrunner_app;
