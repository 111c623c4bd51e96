package co.anb.showcase.pulumi.hosts;

import co.anb.showcase.pulumi.Ports;
import co.anb.showcase.pulumi.Tags;
import co.anb.showcase.pulumi.boot.Artifact;
import co.anb.showcase.pulumi.boot.Cluster;
import co.anb.showcase.pulumi.boot.Host;
import co.anb.showcase.pulumi.boot.Service;
import co.anb.showcase.pulumi.boot.SessionCredentials;
import co.anb.showcase.pulumi.databases.HostSecrets;
import co.anb.showcase.pulumi.identity.Identity;
import co.anb.showcase.pulumi.network.Network;
import co.anb.showcase.pulumi.security.Security;
import co.anb.showcase.pulumi.settings.Credentials;
import co.anb.showcase.pulumi.settings.Settings;
import co.anb.showcase.pulumi.storage.Storage;
import com.pulumi.core.Output;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What every host stands on.
 *
 * @param image id of the machine image
 * @param publicUrl the origin that clients use
 */
public record Foundation(
        Settings settings,
        Output<String> image,
        Network network,
        Security security,
        Identity identity,
        Storage storage,
        HostSecrets secrets,
        Output<String> publicUrl) {

    /** Where Promtail sends logs. */
    private static final String LOKI_URL = "http://" + SingleHost.nameOf("obs") + ":" + Ports.LOKI;

    /** What the boot of every host is told. */
    public Output<Host> host() {
        return Output.tuple(storage.releaseBucket(), publicUrl)
                .applyValue(known -> new Host(settings.stack(), settings.region(), known.t1, known.t2, LOKI_URL));
    }

    /** What the boot of a service is told. */
    public Output<Service> service(int port, Artifact jar, Output<String> database) {
        return Output.tuple(host(), database)
                .applyValue(known -> new Service(
                        known.t1,
                        port,
                        jar,
                        storage.databaseAuthority(),
                        known.t2,
                        new Cluster(Tags.ofMembers(settings), Ports.CLUSTER_MEMBERS, Ports.CLUSTER_EVENT_BUS)));
    }

    /**
     * The user-data of a host that works with the media bucket. In a lab it may hold session keys; then all of it is a
     * secret.
     */
    public <B> Output<String> userData(
            Output<B> boot, Function<B, String> plain, BiFunction<B, SessionCredentials, String> withKeys) {
        return sessionKeys()
                .map(keys -> Output.tuple(boot, keys)
                        .applyValue(known -> withKeys.apply(known.t1, known.t2))
                        .asSecret())
                .orElseGet(() -> boot.applyValue(plain));
    }

    private Optional<Output<SessionCredentials>> sessionKeys() {
        if (settings.credentials() instanceof Credentials.Academy academy) {
            return academy.sessionKeys()
                    .map(keys -> Output.tuple(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken())
                            .applyValue(key -> new SessionCredentials(key.t1, key.t2, key.t3)));
        }
        return Optional.empty();
    }
}
