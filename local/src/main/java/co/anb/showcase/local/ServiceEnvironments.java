package co.anb.showcase.local;

import co.anb.showcase.local.folder.DataFolder;
import co.anb.showcase.local.folder.InnerPorts;
import co.anb.showcase.local.folder.KeptSecrets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables of each service, as user-data would write them on AWS. The process's own variables come through, so
 * that {@code VIDEOS_AUTO_PUBLISH=false} works; how the parts find each other is decided here and wins.
 */
final class ServiceEnvironments {

    private final LocalSettings settings;
    private final KeptSecrets secrets;
    private final int authPort;
    private final List<Integer> corePorts;
    private final List<Integer> workerPorts;

    ServiceEnvironments(LocalSettings settings, InnerPorts ports, KeptSecrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
        this.authPort = ports.port("auth");
        this.corePorts = MemberCounts.ports("core", settings.members().api(), ports::port);
        this.workerPorts = MemberCounts.ports("worker", settings.members().workers(), ports::port);
    }

    Map<String, String> auth(String databaseUrl) {
        Map<String, String> variables = common(authPort);
        variables.put("DATABASE_URL", databaseUrl);
        variables.put(
                "AUTH_KEY_ENCRYPTION_KEY",
                secrets.secret("auth.key-encryption-key").value());
        return variables;
    }

    Map<String, String> core(String databaseUrl, BrokerSupply broker) {
        Map<String, String> variables = jobs(corePorts.get(0), databaseUrl, broker);
        variables.put("AUTH_URL", "http://127.0.0.1:" + authPort);
        return variables;
    }

    Map<String, String> worker(String databaseUrl, BrokerSupply broker) {
        Map<String, String> variables = jobs(workerPorts.get(0), databaseUrl, broker);
        DataFolder folder = settings.folder();
        variables.put("FFMPEG_BUNDLE_DIR", folder.programs().toString());
        variables.put("PIPELINE_CACHE_DIR", folder.cache().toString());
        variables.put("WORKER_SCRATCH_DIR", folder.scratch().toString());
        return variables;
    }

    int authPort() {
        return authPort;
    }

    /** One for each node. */
    List<Integer> corePorts() {
        return corePorts;
    }

    /** Where the metrics of each service are: of all its members. */
    Map<String, List<Integer>> jobToPorts() {
        return Map.of("auth", List.of(authPort), "core", corePorts, "worker", workerPorts);
    }

    private Map<String, String> jobs(int port, String databaseUrl, BrokerSupply broker) {
        Map<String, String> variables = common(port);
        variables.put("DATABASE_URL", databaseUrl);
        variables.put("AMQP_URI", broker.broker().uri());
        variables.put("AMQP_BROKER", broker.kind());
        // A bucket may be named instead: its settings come through with the process's own variables.
        variables.putIfAbsent("STORAGE_BACKEND", "local");
        variables.put("STORAGE_ROOT", settings.folder().storage().toString());
        variables.put(
                "STORAGE_SIGNING_KEY", secrets.secret("storage.signing-key").value());
        return variables;
    }

    private Map<String, String> common(int port) {
        Map<String, String> variables = new HashMap<>(settings.environment());
        // One file can't serve three services: each refuses the keys of the others.
        variables.remove("ANB_CONFIG_FILE");
        variables.put("HTTP_HOST", "127.0.0.1");
        variables.put("HTTP_PORT", Integer.toString(port));
        variables.put("PUBLIC_URL", settings.publicUrl());
        // Three services and their database start at once, perhaps on a small and busy machine.
        variables.putIfAbsent("DB_ACQUIRE_TIMEOUT", "20s");
        return variables;
    }
}
