-- owner: audit
-- The log can be proven: entries are numbered in the order they committed, hashed into one tree per log, and its size and root are signed.

-- Which transaction wrote an entry. Transactions end in another order than they begin; only what is older than every one still open is numbered.
ALTER TABLE audit_log ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
-- Personal values were taken out, because the person was erased.
ALTER TABLE audit_log ADD COLUMN erased_at timestamptz;
-- What comes before the dot of an action.
ALTER TABLE audit_log ADD COLUMN area text COLLATE "C" GENERATED ALWAYS AS (split_part(action, '.', 1)) STORED;

-- Words of an entry for free text, each behind a mark of its log, so that one look-up reads the words of one log only.
CREATE FUNCTION audit_words(log_id text, texts text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_tsvector(coalesce(array_agg(DISTINCT substr(md5(log_id), 1, 10) || left(word, 60)), '{}'))
  FROM regexp_split_to_table(lower(texts), '[^[:alnum:]]+') AS word WHERE word <> ''
$$;
-- The question that finds all these words in one log; with `begins`, the last one may be the beginning of a word.
CREATE FUNCTION audit_query(log_id text, texts text, begins boolean) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT string_agg(quote_literal(substr(md5(log_id), 1, 10) || left(word, 60)) || CASE WHEN begins AND last THEN ':*' ELSE '' END, ' & ' ORDER BY place)::tsquery
  FROM (
    SELECT word, place, place = max(place) OVER () AS last
    FROM regexp_split_to_table(lower(texts), '[^[:alnum:]]+') WITH ORDINALITY AS w (word, place) WHERE word <> ''
  ) AS words
$$;
ALTER TABLE audit_log ADD COLUMN words tsvector GENERATED ALWAYS AS (
  audit_words(log_id, action || ' ' || coalesce(ip, '') || ' ' || coalesce(target_id, '') || ' ' || coalesce(request_id, '') || ' ' || (details #>> '{}'))
) STORED;

CREATE INDEX audit_log_by_actor ON audit_log (actor_id, log_id, at, id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_log_by_target ON audit_log (target_id, log_id, at, id) WHERE target_id IS NOT NULL;
CREATE INDEX audit_log_by_area ON audit_log (log_id, area, at, id);
CREATE INDEX audit_log_by_ip ON audit_log (log_id, ip, at, id) WHERE ip IS NOT NULL;
CREATE INDEX audit_log_by_words ON audit_log USING gin (words);
CREATE INDEX audit_log_by_xid ON audit_log (xid);

-- One leaf per entry, in the order of the tree. Salts are destroyed with the values they hide; the commitments stay.
CREATE TABLE audit_leaves (
  log_id         text COLLATE "C" NOT NULL,
  idx            bigint           NOT NULL,
  entry_id       text COLLATE "C" NOT NULL,
  entry_at       timestamptz      NOT NULL,
  leaf           bytea            NOT NULL,
  where_salt     bytea,
  where_commit   bytea            NOT NULL,
  details_salt   bytea,
  details_commit bytea            NOT NULL,
  PRIMARY KEY (log_id, idx),
  UNIQUE (log_id, entry_id)
);
GRANT SELECT, INSERT ON audit_leaves TO aegisrunner_app;

-- How far each tree has grown, and its right edge: what is needed to add leaves without reading the old ones.
CREATE TABLE audit_trees (
  log_id text COLLATE "C" PRIMARY KEY,
  size   bigint NOT NULL,
  edge   bytea  NOT NULL,
  last   bytea  NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON audit_trees TO aegisrunner_app;

-- Hashes of each 1,024 leaves that are complete, so that proving one entry reads one such block and not the whole log.
CREATE TABLE audit_blocks (
  log_id text COLLATE "C" NOT NULL,
  block  bigint           NOT NULL,
  hash   bytea            NOT NULL,
  PRIMARY KEY (log_id, block)
);
GRANT SELECT, INSERT ON audit_blocks TO aegisrunner_app;

-- Signed sizes and roots; `previous` is the hash of the one before, so none can be taken out of the middle.
CREATE TABLE audit_checkpoints (
  log_id    text COLLATE "C" NOT NULL,
  size      bigint           NOT NULL,
  root      bytea            NOT NULL,
  at        timestamptz      NOT NULL,
  previous  bytea            NOT NULL,
  key_id    text             NOT NULL,
  signature bytea            NOT NULL,
  PRIMARY KEY (log_id, size)
);
GRANT SELECT, INSERT ON audit_checkpoints TO aegisrunner_app;

CREATE TABLE audit_keys (
  id          text PRIMARY KEY,
  public_key  bytea       NOT NULL,
  private_key text        NOT NULL,
  created_at  timestamptz NOT NULL
);
GRANT SELECT, INSERT ON audit_keys TO aegisrunner_app;

-- Up to which transaction everything is in the trees. One row; whoever holds its lock is the one that seals.
CREATE TABLE audit_sealing (
  one  boolean PRIMARY KEY DEFAULT true CHECK (one),
  upto xid8    NOT NULL
);
INSERT INTO audit_sealing (upto) VALUES ('0');
GRANT SELECT, UPDATE ON audit_sealing TO aegisrunner_app;

-- Makes the partitions of the months from `first` on, where the default partition holds nothing of them yet. Run with the owner's rights: the app may not make tables.
CREATE FUNCTION make_audit_months(first timestamptz, months integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  start timestamptz := date_trunc('month', first AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
  ends  timestamptz;
  named text;
  made  integer := 0;
BEGIN
  IF months > 24 THEN RAISE EXCEPTION 'at most 24 months at once'; END IF;
  PERFORM pg_advisory_xact_lock(418565448052);
  FOR n IN 0 .. months - 1 LOOP
    ends := ((start AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    named := 'audit_log_' || to_char(start AT TIME ZONE 'UTC', 'YYYY_MM');
    IF to_regclass(named) IS NULL AND NOT EXISTS (SELECT 1 FROM audit_log_default WHERE at >= start AND at < ends) THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF audit_log FOR VALUES FROM (%L) TO (%L)', named, start, ends);
      made := made + 1;
    END IF;
    start := ends;
  END LOOP;
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION make_audit_months(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_audit_months(timestamptz, integer) TO aegisrunner_app;
SELECT make_audit_months(now(), 3);

-- Erases a person from every log: address, browser and details of their own events, of events about them, and of what names their address
-- in the logs they appear in, with the salts that hid them. The entries stay, with a mark; hashes and commitments stay, so every proof holds.
CREATE FUNCTION erase_audit_person(person text, moment timestamptz) RETURNS TABLE (log text, entries bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  address text;
BEGIN
  IF person !~ '^usr_[0-9a-z]{26}$' THEN RAISE EXCEPTION 'not a person'; END IF;
  SELECT lower(u.email) INTO address FROM users u WHERE u.id = person;
  RETURN QUERY
  WITH own AS (SELECT l.id FROM audit_log l WHERE l.log_id = person),
  logs AS (SELECT l.log_id FROM audit_log l WHERE l.actor_id = person UNION SELECT l.log_id FROM audit_log l WHERE l.target_id = person UNION SELECT person),
  named AS (
    SELECT e.log_id, e.id FROM logs JOIN audit_log e ON e.log_id = logs.log_id
    WHERE address IS NOT NULL AND e.words @@ audit_query(logs.log_id, address, false) AND position(address IN lower(e.details #>> '{}')) > 0
  ),
  found AS (
    SELECT e.log_id, e.at, e.id, e.actor_id = person OR e.log_id = person AS place,
      e.log_id = person OR coalesce(e.target_id = person, false) OR e.id IN (SELECT own.id FROM own)
        OR (e.log_id, e.id) IN (SELECT named.log_id, named.id FROM named) AS said
    FROM logs JOIN audit_log e ON e.log_id = logs.log_id
    WHERE e.actor_id = person OR e.target_id = person OR e.log_id = person OR (e.log_id, e.id) IN (SELECT named.log_id, named.id FROM named)
  ),
  touched AS (
    UPDATE audit_log e
    SET ip = CASE WHEN f.place THEN NULL ELSE e.ip END,
        user_agent = CASE WHEN f.place THEN NULL ELSE e.user_agent END,
        details = CASE WHEN f.said THEN '{}' ELSE e.details END,
        erased_at = moment
    FROM found f
    WHERE e.log_id = f.log_id AND e.at = f.at AND e.id = f.id AND (f.place OR f.said)
    RETURNING e.log_id, e.id, f.place, f.said
  ), salted AS (
    UPDATE audit_leaves s
    SET where_salt = CASE WHEN t.place THEN NULL ELSE s.where_salt END, details_salt = CASE WHEN t.said THEN NULL ELSE s.details_salt END
    FROM touched t WHERE s.log_id = t.log_id AND s.entry_id = t.id
    RETURNING 1
  )
  SELECT t.log_id, count(*) FROM touched t GROUP BY t.log_id;
END $$;
REVOKE ALL ON FUNCTION erase_audit_person(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_audit_person(text, timestamptz) TO aegisrunner_app;
