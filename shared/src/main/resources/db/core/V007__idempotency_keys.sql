-- Idempotency-Key of an upload, per player, kept 24 h: the same 201 again. The row is made in the transaction that
-- records the video.
CREATE TABLE idempotency_keys (
  user_id    uuid NOT NULL,
  key        text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 255),
  video_id   uuid NOT NULL,
  job_id     uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
