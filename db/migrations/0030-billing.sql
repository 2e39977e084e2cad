-- owner: billing
-- Subscriptions, invoices, payments and the ledger. Money is whole minor units and a currency.

-- Who is billed and how they pay. What a provider knows is found by its own ids only, never by an address (V78).
CREATE TABLE billing_accounts (
  team_id          text COLLATE "C" PRIMARY KEY REFERENCES teams ON DELETE CASCADE,
  name             text NOT NULL DEFAULT '',
  address          text NOT NULL DEFAULT '',
  country          text NOT NULL DEFAULT '',
  tax_id           text NOT NULL DEFAULT '',
  po_number        text NOT NULL DEFAULT '',
  method_provider  text,
  method_ref       text,
  method_label     text,
  -- The last instant of the card; null for what does not end.
  method_expires_at timestamptz,
  -- For which end of a card a warning went out.
  method_warned_for timestamptz,
  -- The provider's time of the newest news about the card: older news changes nothing.
  method_watermark timestamptz
);
GRANT SELECT, INSERT, UPDATE, DELETE ON billing_accounts TO aegisrunner_app;

CREATE TABLE billing_customers (
  team_id  text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  provider text NOT NULL,
  ref      text NOT NULL,
  PRIMARY KEY (team_id, provider),
  UNIQUE (provider, ref)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON billing_customers TO aegisrunner_app;

CREATE TABLE subscriptions (
  team_id        text COLLATE "C" PRIMARY KEY REFERENCES teams ON DELETE CASCADE,
  status         text        NOT NULL CHECK (status IN ('none', 'active', 'past_due', 'canceled')),
  plan_id        text        NOT NULL DEFAULT '',
  interval       text        NOT NULL DEFAULT 'month' CHECK (interval IN ('month', 'year')),
  price          integer     NOT NULL DEFAULT 0 CHECK (price >= 0),
  -- Since when the team is on this plan, in plan_periods.
  plan_since     timestamptz,
  anchor_at      timestamptz,
  period_start   timestamptz,
  period_end     timestamptz,
  ends_at_period boolean     NOT NULL DEFAULT false,
  end_reason     text        NOT NULL DEFAULT '',
  next_plan_id   text,
  next_interval  text CHECK (next_interval IN ('month', 'year')),
  past_due_since timestamptz,
  grace_ends_at  timestamptz,
  -- For which renewal the letter before a yearly payment went out.
  told_renewal   timestamptz,
  version        integer     NOT NULL DEFAULT 1,
  CHECK ((next_plan_id IS NULL) = (next_interval IS NULL)),
  CHECK (period_end > period_start),
  CHECK ((status = 'past_due') = (grace_ends_at IS NOT NULL)),
  CHECK (status IN ('none', 'canceled') OR (period_end IS NOT NULL AND plan_since IS NOT NULL AND anchor_at IS NOT NULL))
);
CREATE INDEX subscriptions_by_end ON subscriptions (period_end) WHERE status IN ('active', 'past_due');
GRANT SELECT, INSERT, UPDATE, DELETE ON subscriptions TO aegisrunner_app;

CREATE TABLE billing_contacts (
  team_id text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  email   text NOT NULL,
  kinds   text[] NOT NULL,
  PRIMARY KEY (team_id, email)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON billing_contacts TO aegisrunner_app;

-- Invoices, payments and ledger outlive their team: the law wants them kept, so no row here hangs on teams.
CREATE TABLE invoices (
  id            text COLLATE "C" PRIMARY KEY,
  team_id       text COLLATE "C" NOT NULL,
  -- Null while it waits for its first payment; gapless within a year once given.
  number        text UNIQUE,
  status        text        NOT NULL CHECK (status IN ('draft', 'open', 'paid', 'void', 'uncollectible')),
  cause         text        NOT NULL CHECK (cause IN ('change', 'renewal')),
  currency      text        NOT NULL,
  total         integer     NOT NULL CHECK (total >= 0),
  plan_id       text        NOT NULL,
  interval      text        NOT NULL,
  -- What the subscription becomes once a change is paid; null for renewals.
  change        jsonb,
  -- Name, address, tax id and order number as they were when it was written.
  billed_to     jsonb       NOT NULL,
  provider      text        NOT NULL,
  created_at    timestamptz NOT NULL,
  issued_at     timestamptz,
  due_at        timestamptz,
  settled_at    timestamptz,
  next_try_at   timestamptz,
  CHECK ((status = 'draft') OR (number IS NOT NULL AND issued_at IS NOT NULL) OR status = 'void')
);
CREATE INDEX invoices_of_team ON invoices (team_id, id);
CREATE UNIQUE INDEX invoices_one_draft ON invoices (team_id) WHERE status = 'draft';
CREATE INDEX invoices_unsettled ON invoices (status, next_try_at) WHERE status IN ('draft', 'open');
GRANT SELECT, INSERT, UPDATE ON invoices TO aegisrunner_app;

CREATE TABLE invoice_lines (
  team_id     text COLLATE "C" NOT NULL,
  invoice_id  text COLLATE "C" NOT NULL REFERENCES invoices,
  position    integer NOT NULL,
  description text    NOT NULL,
  amount      integer NOT NULL,
  starts_at   timestamptz NOT NULL,
  ends_at     timestamptz NOT NULL,
  PRIMARY KEY (invoice_id, position)
);
GRANT SELECT, INSERT ON invoice_lines TO aegisrunner_app;

-- One row per year; the number is taken in the transaction that issues the invoice, so none is ever left out.
CREATE TABLE invoice_numbers (
  year integer PRIMARY KEY,
  last integer NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON invoice_numbers TO aegisrunner_app;

CREATE TABLE payments (
  id           text COLLATE "C" PRIMARY KEY,
  team_id      text COLLATE "C" NOT NULL,
  invoice_id   text COLLATE "C" NOT NULL REFERENCES invoices,
  attempt      integer     NOT NULL,
  provider     text        NOT NULL,
  ref          text,
  state        text        NOT NULL CHECK (state IN ('started', 'confirm', 'awaited', 'paid', 'failed')),
  amount       integer     NOT NULL,
  method_ref   text,
  method_label text,
  confirm_url  text,
  reason       text,
  -- Whether the person is there to confirm it.
  present      boolean     NOT NULL,
  started_at   timestamptz NOT NULL,
  settled_at   timestamptz,
  UNIQUE (invoice_id, attempt),
  UNIQUE (provider, ref)
);
-- At most one payment of an invoice can be under way, and at most one succeeds.
CREATE UNIQUE INDEX payments_one_open ON payments (invoice_id) WHERE state IN ('started', 'confirm', 'awaited', 'paid');
CREATE INDEX payments_unsettled ON payments (started_at) WHERE state IN ('started', 'confirm');
GRANT SELECT, INSERT, UPDATE ON payments TO aegisrunner_app;

-- Every event of a provider once (V138); two columns, so that no id can be mistaken for another provider's (V146).
CREATE TABLE provider_events (
  provider    text NOT NULL,
  event_id    text NOT NULL,
  type        text NOT NULL,
  outcome     text NOT NULL,
  created_at  timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (provider, event_id)
);
CREATE INDEX provider_events_by_age ON provider_events (received_at);
GRANT SELECT, INSERT, DELETE ON provider_events TO aegisrunner_app;

-- Double entry: the entries of a posting add up to nothing. Debits are positive, credits negative. Append-only.
CREATE TABLE ledger_entries (
  posting_id text COLLATE "C" NOT NULL,
  account    text        NOT NULL CHECK (account IN ('receivable', 'cash', 'revenue', 'bad_debt')),
  team_id    text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL REFERENCES invoices,
  amount     integer     NOT NULL,
  currency   text        NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (posting_id, account)
);
CREATE INDEX ledger_of_team ON ledger_entries (team_id, at);
GRANT SELECT, INSERT ON ledger_entries TO aegisrunner_app;
CREATE FUNCTION ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(amount) FROM ledger_entries WHERE posting_id = NEW.posting_id) <> 0 THEN
    RAISE EXCEPTION 'posting % does not balance', NEW.posting_id;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON ledger_entries DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_balances();
