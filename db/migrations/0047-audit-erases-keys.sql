-- owner: audit
-- Erasing a person also takes out what their own keys did and were called, and their name where others’ entries say it.
CREATE OR REPLACE FUNCTION erase_audit_person(person text, moment timestamptz) RETURNS TABLE (log text, entries bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  address text;
  called text;
BEGIN
  IF person !~ '^usr_[0-9a-z]{26}$' THEN RAISE EXCEPTION 'not a person'; END IF;
  SELECT lower(u.email), lower(u.full_name) INTO address, called FROM users u WHERE u.id = person;
  -- A short name is a word among others; who was called by it is no longer known from it.
  IF length(called) < 5 THEN called := NULL; END IF;
  RETURN QUERY
  WITH own AS (SELECT l.id FROM audit_log l WHERE l.log_id = person),
  logs AS (SELECT l.log_id FROM audit_log l WHERE l.actor_id = person UNION SELECT l.log_id FROM audit_log l WHERE l.target_id = person UNION SELECT person),
  -- Their own keys, which acted for them: where they were used from, and what they were called.
  keys AS (
    SELECT DISTINCT e.target_id AS id FROM logs JOIN audit_log e ON e.log_id = logs.log_id
    WHERE e.actor_id = person AND e.action = 'key.created' AND e.details ->> 'kind' = 'personal'
  ),
  named AS (
    SELECT e.log_id, e.id FROM logs CROSS JOIN unnest(ARRAY[address, called]) AS word JOIN audit_log e ON e.log_id = logs.log_id
    WHERE word IS NOT NULL AND e.words @@ audit_query(logs.log_id, word, false) AND position(word IN lower(e.details #>> '{}')) > 0
  ),
  found AS (
    SELECT e.log_id, e.at, e.id, e.actor_id = person OR e.log_id = person OR coalesce(e.actor_id IN (SELECT keys.id FROM keys), false) AS place,
      e.log_id = person OR coalesce(e.target_id = person, false) OR e.id IN (SELECT own.id FROM own)
        OR coalesce(e.actor_id IN (SELECT keys.id FROM keys) OR e.target_id IN (SELECT keys.id FROM keys), false)
        OR (e.log_id, e.id) IN (SELECT named.log_id, named.id FROM named) AS said
    FROM logs JOIN audit_log e ON e.log_id = logs.log_id
    WHERE e.actor_id = person OR e.target_id = person OR e.log_id = person
      OR e.actor_id IN (SELECT keys.id FROM keys) OR e.target_id IN (SELECT keys.id FROM keys)
      OR (e.log_id, e.id) IN (SELECT named.log_id, named.id FROM named)
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
