-- owner: notifications
-- Open pages hear of their inbox at once, through the channel that caches listen on (decisions/0004): one message for a team and transaction,
-- however many lines were added for however many people; and one for a person who read some in another page.
CREATE FUNCTION tell_inbox_grew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('aegis_changed', 'inbox:' || team_id)
    FROM (SELECT DISTINCT team_id FROM added WHERE channel = 'inbox') AS teams;
  RETURN NULL;
END $$;
CREATE TRIGGER notification_deliveries_grew AFTER INSERT ON notification_deliveries
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION tell_inbox_grew();

CREATE FUNCTION tell_inbox_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('aegis_changed', 'inbox:' || NEW.team_id || ':' || NEW.user_id);
  RETURN NULL;
END $$;
CREATE TRIGGER notification_deliveries_read AFTER UPDATE ON notification_deliveries FOR EACH ROW
  WHEN (NEW.channel = 'inbox' AND OLD.read_at IS DISTINCT FROM NEW.read_at) EXECUTE FUNCTION tell_inbox_read();
