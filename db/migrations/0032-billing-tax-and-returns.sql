-- owner: billing
-- Tax as the provider reckons it, and money that went back: refunds and disputes.

ALTER TABLE invoices
  -- Part of the total.
  ADD COLUMN tax integer NOT NULL DEFAULT 0 CHECK (tax >= 0 AND tax <= total),
  -- What the provider knows its reckoning by.
  ADD COLUMN tax_ref text;
ALTER TABLE invoice_lines
  ADD COLUMN kind text NOT NULL DEFAULT 'item' CHECK (kind IN ('item', 'tax'));

-- One row per refund or dispute at the provider. Outlives its team, as invoices do.
CREATE TABLE invoice_returns (
  team_id    text COLLATE "C" NOT NULL,
  provider   text NOT NULL,
  ref        text NOT NULL,
  invoice_id text COLLATE "C" NOT NULL REFERENCES invoices,
  kind       text NOT NULL CHECK (kind IN ('refund', 'dispute')),
  state      text NOT NULL CHECK (state IN ('pending', 'done', 'failed', 'inquiry', 'open', 'won', 'lost')),
  amount     integer NOT NULL CHECK (amount > 0),
  reason     text,
  at         timestamptz NOT NULL,
  heard_at   timestamptz NOT NULL,
  PRIMARY KEY (provider, ref)
);
CREATE INDEX invoice_returns_by_invoice ON invoice_returns (invoice_id, at);
GRANT SELECT, INSERT, UPDATE ON invoice_returns TO aegisrunner_app;

ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_account_check;
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_account_check
  CHECK (account IN ('receivable', 'cash', 'revenue', 'bad_debt', 'tax', 'refunds', 'disputed'));
