-- The reaper asks for each object whether a row still owns it; a key belongs to one row only. Takes a SHARE lock on videos
-- and uploads while the indexes are built: seconds on a large table, writes wait.
CREATE UNIQUE INDEX videos_original_key ON videos (original_key);
CREATE UNIQUE INDEX videos_processed_key ON videos (processed_key);
CREATE UNIQUE INDEX videos_poster_key ON videos (poster_key);
CREATE UNIQUE INDEX uploads_storage_key ON uploads (storage_key);
