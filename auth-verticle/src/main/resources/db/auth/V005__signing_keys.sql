-- Keys that sign access tokens. private_key is PKCS #8 under AES-256-GCM: 12 bytes nonce, then ciphertext and tag,
-- with the key's id as associated data. A key is published from created_at and signs from signs_from.
CREATE TABLE signing_keys (
    id          text        PRIMARY KEY,
    public_key  bytea       NOT NULL,
    private_key bytea       NOT NULL,
    created_at  timestamptz NOT NULL,
    signs_from  timestamptz NOT NULL
);
