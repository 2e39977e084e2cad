-- owner: audit
-- Every filter of the log, and every pair of filters, is answered from one index in the order of the page. Columns behind `id` take no part in
-- that order; they let the index itself pass over what the other filter of a pair does not want, without a look at the table.
DROP INDEX audit_log_by_actor;
DROP INDEX audit_log_by_target;
DROP INDEX audit_log_by_area;
DROP INDEX audit_log_by_ip;
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, log_id, at, id, ip) WHERE actor_id IS NOT NULL;
-- Two filters that each match much of a log and hardly ever meet have an index of their own.
CREATE INDEX audit_log_by_actor_area ON audit_log (actor_id, log_id, area, at, id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_log_by_target ON audit_log (target_id, log_id, at, id, actor_id, area) WHERE target_id IS NOT NULL;
CREATE INDEX audit_log_by_area ON audit_log (log_id, area, at, id, ip);
CREATE INDEX audit_log_by_ip ON audit_log (log_id, ip, at, id, actor_id, area) WHERE ip IS NOT NULL;
-- What the system did, the operator, or somebody not signed in.
CREATE INDEX audit_log_by_kind ON audit_log (log_id, actor_kind, at, id, area, ip) WHERE actor_kind NOT IN ('user', 'key');

-- The same words as before, made without a step per word and, for what entries mostly hold, without regular expressions: it runs with every
-- entry that is written. Only where a word could be too long for an index are words cut. The collation is named, as that of `log_id` would win
-- and know no letters but ASCII.
CREATE OR REPLACE FUNCTION audit_words(log_id text, texts text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  mark text := substr(md5(log_id), 1, 10);
  said text COLLATE "default" := lower(texts COLLATE "default");
BEGIN
  said := replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(said,
    '"', ' '), ':', ' '), ',', ' '), '.', ' '), '_', ' '), '-', ' '), '{', ' '), '}', ' '), '/', ' '), '[', ' '), ']', ' '), '@', ' '), ';', ' ');
  IF said ~ '[^ a-z0-9]' THEN said := regexp_replace(said, '[^[:alnum:]]+', ' ', 'g'); END IF;
  IF octet_length(said) > 1000 THEN said := regexp_replace(said, '([^ ]{60})[^ ]+', '\1', 'g'); END IF;
  RETURN array_to_tsvector(array_remove(string_to_array(mark || replace(said, ' ', ' ' || mark), ' '), mark));
END $$;
-- A word that may have been cut is found by its beginning.
CREATE OR REPLACE FUNCTION audit_query(log_id text, texts text, begins boolean) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT string_agg(quote_literal(substr(md5(log_id), 1, 10) || left(word, 60))
    || CASE WHEN (begins AND last) OR length(word) >= 60 THEN ':*' ELSE '' END, ' & ' ORDER BY place)::tsquery
  FROM (
    SELECT word, place, place = max(place) OVER () AS last
    FROM regexp_split_to_table(lower(texts COLLATE "default"), '[^[:alnum:]]+') WITH ORDINALITY AS w (word, place) WHERE word <> ''
  ) AS words
$$;
-- What was written before with other letters gets its words anew.
UPDATE audit_log SET details = details WHERE octet_length(details::text) <> length(details::text);
