-- Accepted uploads per player and day (the day of the contest's time zone). A count of its own and not a count of videos:
-- deleting a video does not give the upload back, and the row's lock keeps parallel uploads from passing the quota.
CREATE TABLE upload_counts (
  user_id  uuid NOT NULL,
  day      date NOT NULL,
  accepted int NOT NULL CHECK (accepted > 0),
  PRIMARY KEY (user_id, day)
);
CREATE INDEX upload_counts_day ON upload_counts (day);
