-- Core's own copy of what it knows of a player: the claims of his access token at his last upload. Auth owns the account.
-- city_key is the city folded to lower case without accents (made by CityKey in Java), so that filters ignore both.
CREATE TABLE players (
  user_id    uuid PRIMARY KEY,
  first_name text NOT NULL,
  last_name  text NOT NULL,
  city       text NOT NULL,
  city_key   text NOT NULL,
  country    text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX players_city ON players (city_key);
