-- One row is the proof of one vote. No foreign keys: they cost 2.5 times the work (performance.md, table layout); the
-- statement that votes checks that the video is published.
CREATE TABLE votes (
  video_id uuid NOT NULL,
  user_id  uuid NOT NULL,
  voted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (video_id, user_id)
);
-- Narrow and half full, with no index on what changes, so that a counter moves as a heap-only tuple. The row is
-- inserted by the transaction that publishes the video. last_vote_at breaks ties in the ranking.
CREATE TABLE video_stats (
  video_id     uuid PRIMARY KEY,
  votes        bigint NOT NULL DEFAULT 0 CHECK (votes >= 0),
  last_vote_at timestamptz
) WITH (fillfactor = 50);
