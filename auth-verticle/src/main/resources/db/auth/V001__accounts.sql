-- People. E-mail addresses are unique ignoring case: email_key is the folded form, email what the person typed.
CREATE TABLE accounts (
    id            uuid        PRIMARY KEY,
    email         text        NOT NULL,
    email_key     text        NOT NULL UNIQUE,
    password_hash text        NOT NULL,
    first_name    text        NOT NULL,
    last_name     text        NOT NULL,
    city          text        NOT NULL,
    country       text        NOT NULL,
    is_active     boolean     NOT NULL DEFAULT true,
    roles         text[]      NOT NULL DEFAULT '{}',
    created_at    timestamptz NOT NULL
);
