-- A player's video. Keys are object names in the storage; the *_key of an output is null until the worker has saved it.
CREATE TABLE videos (
  id             uuid PRIMARY KEY,
  user_id        uuid NOT NULL,
  title          text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 255),
  status         text NOT NULL CHECK (status IN ('uploaded', 'processing', 'processed', 'failed')),
  original_key   text NOT NULL,
  size_bytes     bigint NOT NULL,
  processed_key  text,
  poster_key     text,
  failure_code   text,
  failure_reason text,
  uploaded_at    timestamptz NOT NULL DEFAULT now(),
  processed_at   timestamptz,
  published_at   timestamptz,
  CHECK ((status = 'processed') = (processed_key IS NOT NULL)),
  CHECK (published_at IS NULL OR status = 'processed')
);
CREATE INDEX videos_owner ON videos (user_id, uploaded_at DESC, id);
CREATE INDEX videos_published ON videos (published_at DESC, id) WHERE published_at IS NOT NULL;
