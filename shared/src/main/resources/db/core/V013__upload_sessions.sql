-- Uploads that are announced first, with title and size, and then come by more than one request: the bytes alone, parts,
-- or tus. A row is gone in the transaction that records the video, when the upload is given up, or when its time is over.
-- received_bytes counts what tus has committed; the last piece is never counted, it is recorded with the video.
CREATE TABLE upload_sessions (
  id             uuid PRIMARY KEY,
  user_id        uuid NOT NULL,
  mode           text NOT NULL CHECK (mode IN ('raw', 'parts', 'tus')),
  title          text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 255),
  metadata       text,
  size_bytes     bigint NOT NULL CHECK (size_bytes > 0),
  received_bytes bigint NOT NULL DEFAULT 0 CHECK (received_bytes >= 0 AND received_bytes < size_bytes),
  pieces         int NOT NULL DEFAULT 0,
  expires_at     timestamptz NOT NULL
);
CREATE INDEX upload_sessions_expiry ON upload_sessions (expires_at);
CREATE INDEX upload_sessions_owner ON upload_sessions (user_id);
-- An object that belongs to a session: what its parts become, or a piece of tus that begins at first_byte. It lives as
-- long as the session. Expand only: the release before knows of no sessions, and while both run its reaper gives up such
-- an object when it is older than reaper.abandoned-after.
ALTER TABLE uploads
  ADD COLUMN session_id uuid,
  ADD COLUMN first_byte bigint,
  ADD COLUMN size_bytes bigint;
CREATE UNIQUE INDEX uploads_session ON uploads (session_id, first_byte) WHERE session_id IS NOT NULL;
