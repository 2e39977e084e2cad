-- owner: audit
-- Expiry: what is older than a log's retention goes, and only what a sealed entry of that log says goes.

-- Up to which entry (its number in the tree, exclusive) a log is past its retention; `entry_id` is the entry that says so.
CREATE TABLE audit_expiries (
  log_id   text COLLATE "C" PRIMARY KEY,
  below    bigint           NOT NULL,
  entry_id text COLLATE "C" NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON audit_expiries TO aegisrunner_app;

-- Takes out what is recorded as expired: whole months where nothing else is left in them, entry by entry elsewhere. Trusts the record in the
-- log, not the table of the app: an expiry that no sealed entry states removes nothing. Leaves stay, so every later proof holds.
CREATE FUNCTION drop_expired_audit(most integer) RETURNS TABLE (months integer, entries bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  part record;
  gone bigint;
BEGIN
  months := 0;
  entries := 0;
  PERFORM pg_advisory_xact_lock(418565448052);
  CREATE TEMP TABLE stated ON COMMIT DROP AS
    SELECT x.log_id, x.below FROM audit_expiries x
    JOIN audit_leaves s ON s.log_id = x.log_id AND s.entry_id = x.entry_id
    JOIN audit_log e ON e.log_id = s.log_id AND e.at = s.entry_at AND e.id = s.entry_id
    WHERE e.action = 'audit.expired' AND e.actor_kind = 'system' AND (e.details ->> 'below')::bigint = x.below;
  ANALYZE stated;
  FOR part IN
    SELECT c.oid::regclass AS name, c.relname <> 'audit_log_default' AS whole
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'audit_log'::regclass ORDER BY c.relname
  LOOP
    EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM %s e JOIN stated x ON x.log_id = e.log_id
      JOIN audit_leaves s ON s.log_id = e.log_id AND s.entry_id = e.id AND s.idx < x.below LIMIT 1) AS some_of_it', part.name) INTO gone;
    CONTINUE WHEN gone = 0;
    IF part.whole THEN
      EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM %s e LEFT JOIN stated x ON x.log_id = e.log_id
        LEFT JOIN audit_leaves s ON s.log_id = e.log_id AND s.entry_id = e.id
        WHERE x.below IS NULL OR s.idx IS NULL OR s.idx >= x.below LIMIT 1) AS what_stays', part.name) INTO gone;
      IF gone = 0 THEN
        EXECUTE format('SELECT count(*) FROM %s', part.name) INTO gone;
        EXECUTE format('DROP TABLE %s', part.name);
        months := months + 1;
        entries := entries + gone;
        CONTINUE;
      END IF;
    END IF;
    EXECUTE format('DELETE FROM %s d USING (SELECT e.log_id, e.at, e.id FROM %s e JOIN stated x ON x.log_id = e.log_id
      JOIN audit_leaves s ON s.log_id = e.log_id AND s.entry_id = e.id AND s.idx < x.below LIMIT %s) AS old
      WHERE d.log_id = old.log_id AND d.at = old.at AND d.id = old.id', part.name, part.name, most);
    GET DIAGNOSTICS gone = ROW_COUNT;
    entries := entries + gone;
  END LOOP;
  DROP TABLE stated;
  RETURN NEXT;
END $$;
REVOKE ALL ON FUNCTION drop_expired_audit(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_expired_audit(integer) TO aegisrunner_app;
