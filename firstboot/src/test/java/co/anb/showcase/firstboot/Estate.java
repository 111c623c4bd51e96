package co.anb.showcase.firstboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.embedded.LoopbackPorts;
import co.anb.showcase.pulumi.boot.Artifact;
import co.anb.showcase.pulumi.boot.AuthBoot;
import co.anb.showcase.pulumi.boot.BrokerBoot;
import co.anb.showcase.pulumi.boot.Cluster;
import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.boot.CoreBoot;
import co.anb.showcase.pulumi.boot.Host;
import co.anb.showcase.pulumi.boot.ObservabilityBoot;
import co.anb.showcase.pulumi.boot.Service;
import co.anb.showcase.pulumi.boot.SessionCredentials;
import co.anb.showcase.pulumi.boot.UserData;
import co.anb.showcase.pulumi.boot.Versions;
import co.anb.showcase.pulumi.boot.WorkerBoot;
import co.anb.showcase.testkit.CertificateAuthority;
import co.anb.showcase.testkit.Ec2Api;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.S3Bucket;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.TlsPostgres;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The five hosts of the estate and what they share: PostgreSQL, S3, the release bucket, secrets. All boot at the same
 * time from their user-data, with the released jars, before their database can be reached.
 */
final class Estate implements AutoCloseable {

    /** Characters that a shell, a URL and systemd each read in their own way. */
    static final String ODD_PASSWORD = "pa$$`w\"o\\r'd/@:% 1";

    static final String CONSOLE_PASSWORD = "operator's";
    static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String LOAD_BALANCER = "127.0.0.0/8";
    private static final Map<Component, String> ADDRESSES =
            Map.of(Component.CORE, "127.0.2.1", Component.AUTH, "127.0.2.2", Component.WORKER, "127.0.2.3");

    final int consolePort = LoopbackPorts.free();
    final int metricsPort = LoopbackPorts.free();
    final int corePort = LoopbackPorts.free();
    final int authPort = LoopbackPorts.free();
    final int workerPort = LoopbackPorts.free();
    final int prometheusPort = LoopbackPorts.free();
    final int alertmanagerPort = LoopbackPorts.free();
    private final int brokerPort = LoopbackPorts.free();

    private final int databasePort = LoopbackPorts.free();

    /** Where the services look for their databases; it lets nobody through until they have waited. */
    private final FaultProxy database = FaultProxy.to(databasePort);

    private final Cluster cluster = new Cluster("anb:cluster=test", LoopbackPorts.free(), LoopbackPorts.free());
    private final Host host =
            new Host("test", "us-east-1", Surroundings.RELEASES, "http://localhost:8080", "http://localhost:1");
    private final SessionCredentials keys = new SessionCredentials("ASIATEST", "secret/key", "session/token");
    private final Map<Component, BootedHost> hosts = new TreeMap<>();
    private final Queue<Runnable> ends = new ConcurrentLinkedQueue<>();
    private final Path folder;
    private final Surroundings aws;
    private final Vertx vertx;
    private final Ec2Api ec2;
    private final Artifact certificates;

    /** Returns while they boot. */
    Estate(Vertx vertx, ShowcaseServices services) {
        this.vertx = vertx;
        folder = services.temp();
        database.refuse(true);
        ends.add(database::close);
        CompletableFuture<S3Bucket> bucket = CompletableFuture.supplyAsync(services::s3Bucket);
        ec2 = Ec2Api.start(vertx);
        ends.add(ec2::close);
        aws = new Surroundings(folder.resolve("aws"));
        secrets();
        putAgents();
        bootBroker();

        CertificateAuthority authority = CertificateAuthority.in(folder.resolve("authority"));
        CertificateAuthority.Identity identity = authority.issue("dns:localhost", "dns:github.com");
        CompletableFuture<Void> databases = CompletableFuture.runAsync(() -> startDatabase(identity));
        certificates = aws.release(authority.certificate());
        aws.file("authority.pem", authority.certificate());
        // The rest makes up for a machine that runs all of it at once.
        Map<String, String> machine = new TreeMap<>(Map.of(
                "HTTP_HOST", "127.0.0.1",
                "HTTP_DRAIN_NOTICE", "0s",
                "DB_ACQUIRE_TIMEOUT", "30s",
                "CLUSTER_JOIN_TIMEOUT", "2m",
                "CLUSTER_EC2_ENDPOINT", ec2.endpoint().toString(),
                "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m"));
        bootAuth(machine);
        S3Bucket media = bucket.join();
        putAssets(media);
        machine.put("S3_ENDPOINT", media.endpoint().toString());
        bootCore(media, machine);
        bootWorker(media, machine);
        ReleasePage page = ReleasePage.serve(vertx, folder.resolve("github"), identity);
        ends.add(page::close);
        curl(Component.OBSERVABILITY, page.curlConfiguration());
        bootObservability();
        databases.join();
        openDatabaseLate();
    }

    BootedHost host(Component component) {
        return Objects.requireNonNull(hosts.get(component));
    }

    /** The host when all programs of its boot have ended, at least once. */
    BootedHost ended(Component component) {
        BootedHost host = host(component);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(host.runs()).isPositive());
        return host;
    }

    /** Runs the programs of their boots once more, at the same time, and returns when all have ended. */
    void runAgain(Component... components) {
        Map<BootedHost, Integer> before = new HashMap<>();
        for (Component component : components) {
            BootedHost host = ended(component);
            before.put(host, host.runs());
            host.bootAgain();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(before)
                        .allSatisfy((host, runs) -> assertThat(host.runs()).isEqualTo(runs + 1)));
    }

    /** As an operator sets it; hosts read it when their script runs. */
    void databasePasswordOfAuth(String password) {
        aws.secrets(host.secretsPath(Component.AUTH), Map.of("database-password", password));
    }

    /** Ends the hosts before what they use. */
    @Override
    public void close() {
        hosts.values().forEach(BootedHost::close);
        ends.forEach(Runnable::run);
    }

    private void bootBroker() {
        boot(
                Component.BROKER,
                onLoopback(UserData.broker(new BrokerBoot(host, brokerPort, consolePort, metricsPort))),
                Map.of(
                        "ERL_EPMD_PORT", String.valueOf(LoopbackPorts.free()),
                        "ERL_EPMD_ADDRESS", "127.0.0.1",
                        "RABBITMQ_DIST_PORT", String.valueOf(LoopbackPorts.free()),
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}",
                        "RABBITMQ_LOG_BASE", "/var/lib/rabbitmq/log"));
    }

    private void bootAuth(Map<String, String> machine) {
        Service service = service(authPort, "auth-verticle", "anb-auth");
        bootOnEc2(Component.AUTH, UserData.auth(new AuthBoot(service, LOAD_BALANCER, "admin@example.com")), machine);
    }

    private void bootCore(S3Bucket media, Map<String, String> machine) {
        Service service = service(corePort, "api-verticle", "anb-api");
        CoreBoot boot = new CoreBoot(service, broker(), media.name(), "http://127.0.0.1:" + authPort, LOAD_BALANCER);
        bootOnEc2(Component.CORE, UserData.core(boot, keys), machine);
    }

    private void bootWorker(S3Bucket media, Map<String, String> machine) {
        Service service = service(workerPort, "worker-verticle", "anb-worker");
        bootOnEc2(Component.WORKER, UserData.worker(new WorkerBoot(service, broker(), media.name()), keys), machine);
    }

    private void bootObservability() {
        ObservabilityBoot boot = new ObservabilityBoot(
                host,
                "localhost:" + authPort,
                "localhost:" + workerPort,
                "localhost:" + metricsPort,
                "arn:aws:sns:us-east-1:123456789012:alerts-of-test",
                false);
        String userData = UserData.observability(boot)
                .replace("/prometheus --config", "/prometheus --web.listen-address=127.0.0.1:9090 --config")
                .replace("9090", String.valueOf(prometheusPort))
                .replace("9093", String.valueOf(alertmanagerPort));
        boot(Component.OBSERVABILITY, userData, Map.of());
    }

    /** An instance that EC2 lists among the members of the event bus, with an address of its own. */
    private void bootOnEc2(Component component, String userData, Map<String, String> machine) {
        InstanceMetadata metadata = InstanceMetadata.serve(vertx, addressOf(component));
        ends.add(metadata::close);
        curl(component, metadata.curlConfiguration());
        ec2.launch(new Ec2Api.Instance(addressOf(component), "running", Map.of("anb:cluster", "test")));
        Map<String, String> all = new TreeMap<>(machine);
        all.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url());
        boot(component, userData, all);
    }

    static String addressOf(Component component) {
        return Objects.requireNonNull(ADDRESSES.get(component));
    }

    private void curl(Component component, String configuration) {
        aws.file("curl/" + component.id() + "/.curlrc", configuration);
    }

    private void boot(Component component, String userData, Map<String, String> machine) {
        hosts.put(component, BootedHost.boot(folder.resolve(component.id()), aws.folder(), userData, machine));
    }

    private Service service(int port, String module, String jar) {
        Artifact released = aws.release(Path.of("..", module, "target", jar + ".jar"));
        return new Service(host, port, released, certificates, "localhost:" + database.port(), cluster);
    }

    private String broker() {
        return "localhost:" + brokerPort;
    }

    private void startDatabase(CertificateAuthority.Identity identity) {
        TlsPostgres server = TlsPostgres.start(folder.resolve("database"), databasePort, identity);
        ends.add(server::close);
        server.createDatabase(UserData.CORE_DATABASE, ODD_PASSWORD.replace("'", "''"));
        server.createDatabase(UserData.AUTH_DATABASE, ODD_PASSWORD.replace("'", "''"));
    }

    /** When each service has waited for it. */
    private void openDatabaseLate() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(List.of(Component.AUTH, Component.CORE, Component.WORKER))
                        .allSatisfy(one -> assertThat(host(one).said()).contains("database is not there yet")));
        database.refuse(false);
    }

    private void secrets() {
        Map<String, String> ofServices = Map.of("database-password", ODD_PASSWORD, "broker-password", ODD_PASSWORD);
        aws.secrets(host.secretsPath(Component.CORE), ofServices);
        aws.secrets(host.secretsPath(Component.WORKER), ofServices);
        aws.secrets(
                host.secretsPath(Component.AUTH),
                Map.of(
                        "database-password", ODD_PASSWORD,
                        "key-encryption-key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                        "admin-password", ODD_PASSWORD));
        aws.secrets(
                host.secretsPath(Component.BROKER),
                Map.of("broker-password", ODD_PASSWORD, "console-password", CONSOLE_PASSWORD));
        aws.secrets(host.secretsPath(Component.OBSERVABILITY), Map.of("grafana-admin-password", ODD_PASSWORD));
    }

    /** AWS keeps the CloudWatch agent in a bucket of its own; here it is a file that says nothing. */
    private void putAgents() {
        aws.file(
                "s3/amazoncloudwatch-agent/ubuntu/amd64/" + Versions.CLOUDWATCH_AGENT + "/amazon-cloudwatch-agent.deb",
                "no package");
        aws.releaseFolder(UserData.CONFIGURATION_PREFIX, Path.of("../grafana"));
    }

    /** As {@code pulumi up} does; local mode's service would do it by itself. */
    private static void putAssets(S3Bucket media) {
        Path assets = Path.of("../worker-verticle/src/main/resources/assets");
        try {
            for (String asset : List.of("watermark.png", "intro.mp4", "outro.mp4")) {
                media.put("assets/" + asset, Files.readAllBytes(assets.resolve(asset)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RabbitMQ has no variable for it. */
    private static String onLoopback(String userData) {
        return userData.replace("listeners.tcp.default = ", "listeners.tcp.default = 127.0.0.1:")
                .replaceAll("( +)(management|prometheus)\\.tcp\\.port", "$1$2.tcp.ip = 127.0.0.1\n$0");
    }
}
