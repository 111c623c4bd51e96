package co.anb.showcase.auth;

import co.anb.showcase.auth.administration.AdminConfig;
import co.anb.showcase.auth.edge.ThrottleConfig;
import co.anb.showcase.auth.password.PasswordConfig;
import co.anb.showcase.auth.session.SessionConfig;
import co.anb.showcase.auth.token.KeyConfig;
import co.anb.showcase.shared.cluster.ClusterConfig;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.db.DbConfig;
import co.anb.showcase.shared.http.ClientAddress;
import co.anb.showcase.shared.http.HttpConfig;
import java.util.Optional;

/**
 * All that configures the service.
 *
 * @param http how it listens
 * @param db its database
 * @param passwords hashing
 * @param keys signing
 * @param sessions lifetimes
 * @param throttle limits
 * @param addresses trusted proxies
 * @param admin the first administrator
 * @param cluster how its process joins the others
 */
record AuthConfig(
        HttpConfig http,
        DbConfig db,
        PasswordConfig passwords,
        KeyConfig keys,
        SessionConfig sessions,
        ThrottleConfig throttle,
        ClientAddress addresses,
        Optional<AdminConfig> admin,
        ClusterConfig cluster) {

    private static final int DEFAULT_PORT = 8_001;

    /** Reads every section; the caller finishes the reader. */
    static AuthConfig from(ConfigReader reader) {
        return new AuthConfig(
                HttpConfig.from(reader, DEFAULT_PORT),
                DbConfig.from(reader),
                PasswordConfig.from(reader),
                KeyConfig.from(reader),
                SessionConfig.from(reader),
                ThrottleConfig.from(reader),
                ClientAddress.from(reader),
                AdminConfig.from(reader),
                ClusterConfig.from(reader));
    }
}
