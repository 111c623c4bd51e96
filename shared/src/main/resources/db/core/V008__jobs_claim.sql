-- The claim that holds a running job. attempt alone does not fence for ever: a job that is given back gets its attempt
-- restored, and an operator's retry starts at 0 again, so that one number can be handed out twice.
-- Expand only: the release before neither reads nor writes it. Takes a short ACCESS EXCLUSIVE lock; no rewrite.
ALTER TABLE jobs ADD COLUMN claim_id uuid;
