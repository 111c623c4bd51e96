-- One row a connection that sends votes in batches: the transaction of a batch leaves here which one it was and what it
-- changed, so that a process whose connection died learns whether its last batch was committed. A closed ticket lets no
-- batch in any more. videos and users are null when the batch changed every row that it asked for.
-- Expand only: the release before does not use it.
CREATE TABLE vote_tickets (
  id      uuid PRIMARY KEY,
  batch   bigint NOT NULL DEFAULT 0,
  videos  uuid[],
  users   uuid[],
  closed  boolean NOT NULL DEFAULT false,
  used_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);
