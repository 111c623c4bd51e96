package co.anb.showcase.shared.db;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.config.PemFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far TLS to the database goes. The pool and the migrations use different drivers, whose own readings of
 * {@code sslmode} and {@code sslrootcert} differ at the edges; here they are brought to one meaning, libpq's.
 *
 * @param mode of TLS; {@link Mode#VERIFY_FULL} on RDS
 * @param authorities a PEM file of the accepted ones; there when, and only when, the mode verifies
 * @see <a href="https://www.postgresql.org/docs/17/libpq-ssl.html">PostgreSQL 17, SSL support in libpq</a>
 */
public record DbTls(Mode mode, Optional<Path> authorities) {

    static final DbTls NONE = new DbTls(Mode.DISABLE, Optional.empty());

    private static final String KEY = "database.url";

    /** The modes that both drivers know; libpq's {@code allow} is not among them. */
    public enum Mode {
        /** No TLS. */
        DISABLE,
        /** TLS when the server has it, unverified. */
        PREFER,
        /** TLS, unverified. */
        REQUIRE,
        /** TLS with a certificate of an accepted authority. */
        VERIFY_CA,
        /** The same, made out to the host that was asked for. */
        VERIFY_FULL;

        /** As it stands in a URL. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private boolean verifies() {
            return compareTo(VERIFY_CA) >= 0;
        }
    }

    /** Reads {@code sslmode} and {@code sslrootcert} of a URL; what would verify less than it seems to is a mistake. */
    static DbTls from(ConfigReader reader, Map<String, String> query) {
        String text = query.getOrDefault("sslmode", Mode.PREFER.text());
        Optional<Mode> mode = Arrays.stream(Mode.values())
                .filter(known -> known.text().equals(text))
                .findFirst();
        if (mode.isEmpty()) {
            String known = Arrays.stream(Mode.values()).map(Mode::text).collect(Collectors.joining(", "));
            reader.reject(KEY, "has an unknown sslmode; it must be one of " + known);
            return NONE;
        }
        Optional<String> file = Optional.ofNullable(query.get("sslrootcert"));
        return file.map(name -> withAuthorities(reader, mode.get(), name))
                .orElseGet(() -> withoutAuthorities(reader, mode.get()));
    }

    private static DbTls withAuthorities(ConfigReader reader, Mode mode, String name) {
        if (mode.compareTo(Mode.REQUIRE) < 0) {
            reader.reject(KEY, "names an sslrootcert, which sslmode " + mode.text() + " would not use");
            return NONE;
        }
        Optional<Path> file = PemFiles.certificates(name);
        if (file.isEmpty()) {
            reader.reject(KEY, "names an sslrootcert that is no readable PEM file of certificates: " + name);
            return NONE;
        }
        // libpq: with a file of authorities at hand, require verifies them as verify-ca does.
        return new DbTls(mode == Mode.REQUIRE ? Mode.VERIFY_CA : mode, file);
    }

    private static DbTls withoutAuthorities(ConfigReader reader, Mode mode) {
        if (mode.verifies()) {
            reader.reject(KEY, "needs an sslrootcert, a PEM file of authorities, with sslmode " + mode.text());
            return NONE;
        }
        return new DbTls(mode, Optional.empty());
    }
}
