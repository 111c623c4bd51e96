-- Sessions that ended while their access tokens were still good. seq is given under an advisory lock, so numbers
-- become visible in their order and a reader that asks for "after n" never misses one.
CREATE TABLE revocations (
    seq        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id uuid        NOT NULL,
    until      timestamptz NOT NULL
);

CREATE INDEX revocations_until ON revocations (until);
