-- owner: notifications
-- The operator reads the messages of all teams, newest first.
CREATE INDEX notification_deliveries_newest ON notification_deliveries (id DESC) WHERE channel <> 'inbox';
