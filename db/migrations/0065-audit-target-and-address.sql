-- owner: audit
-- One target from one address: at ten million entries a page of them took half a second, as each entry of the target was looked up in the table
-- for its address.
DROP INDEX audit_log_by_target;
CREATE INDEX audit_log_by_target ON audit_log (target_id, log_id, at, id, actor_id, area, ip) WHERE target_id IS NOT NULL;
