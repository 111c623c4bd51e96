-- Objects are owned by rows. What lost its owner is put here in the same transaction and deleted by the reaper.
CREATE TABLE object_deletions (
  id                  uuid PRIMARY KEY,
  storage_key         text NOT NULL,
  multipart_upload_id text,
  due_at              timestamptz NOT NULL DEFAULT now(),
  attempts            int NOT NULL DEFAULT 0,
  created_at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX object_deletions_due ON object_deletions (due_at);
