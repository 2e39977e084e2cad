-- owner: platform
-- Addresses whose mail server said for good that it takes no mail for them. A letter that gets through removes the mark.

CREATE TABLE mail_refused_addresses (
  recipient  text PRIMARY KEY,
  says       text        NOT NULL,
  refused_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_refused_addresses TO aegisrunner_app;
