-- One row before the first byte of an upload; gone in the transaction that records the video. A row that stays is an
-- abandoned upload: its object (and multipart upload) is handed to object_deletions.
CREATE TABLE uploads (
  id                  uuid PRIMARY KEY,
  user_id             uuid NOT NULL,
  storage_key         text NOT NULL,
  multipart_upload_id text,
  started_at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX uploads_started ON uploads (started_at);
