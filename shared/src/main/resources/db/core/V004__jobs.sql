-- The job table is the outbox: a job is recorded in the transaction that records its video, and the relay publishes it.
-- attempt is the fencing token of the worker that holds the lease. dead_letter: null = none, due = to be published to
-- the dead-letter queue, sent = published with confirm.
CREATE TABLE jobs (
  id             uuid PRIMARY KEY,
  video_id       uuid NOT NULL UNIQUE,
  user_id        uuid NOT NULL,
  state          text NOT NULL CHECK (state IN ('pending', 'dispatched', 'running', 'processed', 'failed')),
  attempt        int NOT NULL DEFAULT 0,
  due_at         timestamptz NOT NULL DEFAULT now(),
  dispatched_at  timestamptz,
  lease_until    timestamptz,
  stage          text,
  percent        int NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
  error_code     text,
  error          text,
  dead_letter    text CHECK (dead_letter IN ('due', 'sent')),
  correlation_id text NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  CHECK ((lease_until IS NOT NULL) = (state = 'running'))
);
CREATE INDEX jobs_pending ON jobs (due_at) WHERE state = 'pending';
CREATE INDEX jobs_dispatched ON jobs (dispatched_at) WHERE state = 'dispatched';
CREATE INDEX jobs_running ON jobs (lease_until) WHERE state = 'running';
CREATE INDEX jobs_dead_letters ON jobs (updated_at) WHERE dead_letter = 'due';
