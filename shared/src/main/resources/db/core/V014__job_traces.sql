-- The trace of the request that a job comes from (W3C traceparent), so that it goes on through relay, broker and worker.
-- Null without tracing, and for jobs of the release before.
ALTER TABLE jobs ADD COLUMN traceparent text;
