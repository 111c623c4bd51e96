package co.anb.showcase.local.observe;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.local.LocalProcess;
import co.anb.showcase.testkit.contract.ContractClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One run of local mode with the real Prometheus, a journey through it, and everything that operators would see. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class ObservabilityIT {

    private static final List<String> SERVICES = List.of("auth", "core", "worker");

    private static final Pattern VALUE = Pattern.compile("=\"[^\"]*\"");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
    private static final Pattern ROUTE = Pattern.compile("route=\"([^\"]*)\"");
    private static final Pattern DOCUMENTED =
            Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| (\\w+) \\|.*?(\\*\\(event\\)\\*)? ?\\|$");

    @TempDir
    private static Path folder;

    private static final Vertx VERTX = Vertx.vertx();
    private static final WebClient WEB = WebClient.create(VERTX);
    private static final int PORT = LocalProcess.freePort();
    private static final ContractClient CLIENT = ContractClient.to(VERTX, PORT);
    private static final Journey JOURNEY = new Journey(CLIENT);
    private static final PrometheusApi PROMETHEUS = new PrometheusApi(WEB, PORT);
    private static final TraceCollector TRACES = new TraceCollector(VERTX);

    private static LocalProcess local;

    @BeforeAll
    static void journey() throws IOException {
        local = start();
        scrapeEachSecond();
        Path junk = Files.writeString(folder.resolve("junk.mp4"), "\0\0\0\u0018ftypisom\0\0\2\0isommp42");
        JOURNEY.run(junk);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(PROMETHEUS.value("sum(showcase_vote_cast_total)"))
                        .isEqualTo(JOURNEY.votes()));
    }

    @AfterAll
    static void stop() {
        local.close();
        assertThat(LocalProcess.processesThatName(folder)).isEmpty();
        await(VERTX.close());
    }

    @Test
    void everyExpressionOfDashboardsAndRulesFindsSeries() {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> assertThat(Expressions.withoutSeries(PROMETHEUS)).isEmpty());
    }

    @Test
    void casesOfTheRulesAreMadeOfSeriesThatAScrapeHas() {
        Set<String> unknown = new TreeSet<>();
        for (Path file : GrafanaFiles.files(GrafanaFiles.PROMETHEUS.resolve("tests"), "_test.yml")) {
            GrafanaFiles.objects(GrafanaFiles.yaml(file), "tests").stream()
                    .flatMap(test -> GrafanaFiles.objects(test, "input_series").stream())
                    .map(input -> VALUE.matcher(input.getString("series")).replaceAll("=~\".+\""))
                    .filter(series -> !series.startsWith(Expressions.RABBITMQ))
                    .filter(series -> PROMETHEUS.query(series).isEmpty())
                    .forEach(unknown::add);
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void pageOfMetricsSaysWhatAScrapeHas() {
        Map<String, String> scraped = new TreeMap<>();
        SERVICES.forEach(service ->
                TYPE.matcher(scrape(service)).results().forEach(type -> scraped.put(type.group(1), type.group(2))));
        scraped.keySet().removeIf(name -> name.endsWith("_max") && scraped.containsKey(name.replaceAll("_max$", "")));

        Map<String, String> documented = new TreeMap<>();
        Set<String> events = new TreeSet<>();
        DOCUMENTED
                .matcher(GrafanaFiles.text(Path.of("..", "docs", "metrics.md")))
                .results()
                .forEach(row -> {
                    documented.put(row.group(1), row.group(2));
                    if (row.group(3) != null) {
                        events.add(row.group(1));
                    }
                });

        assertThat(without(scraped, documented)).as("scraped, not documented").isEmpty();
        documented.keySet().removeAll(events);
        assertThat(without(documented, scraped)).as("documented, not scraped").isEmpty();
    }

    @Test
    void labelsHoldNothingThatAClientMadeUp() {
        SERVICES.forEach(service -> assertThat(ROUTE.matcher(scrape(service)).results())
                .as(service)
                .isNotEmpty()
                .allSatisfy(route -> assertThat(route.group(1)).matches("none|[a-z/:_.*-]*|.*\\(.*\\).*")));
    }

    /** Objectives are about routes, so what fails must not be counted elsewhere. */
    @Test
    void refusedRequestsAreCountedByTheirRoute() {
        String refused = "sum(showcase_http_requests_seconds_count{status=\"4xx\",route=\"%s\"})";

        assertThat(PROMETHEUS.value(refused.formatted("/api/public/videos/:id/vote")))
                .isEqualTo(1);
        assertThat(PROMETHEUS.value(refused.formatted("/api/auth/login"))).isEqualTo(1);
    }

    @Test
    void diskAndSpeedOfTheWorkerAreNumbersThatCanBe() {
        assertThat(PROMETHEUS.value("showcase_scratch_free_bytes / showcase_scratch_size_bytes"))
                .isBetween(0.0, 1.0);
        assertThat(PROMETHEUS.value("showcase_pipeline_speed_sum / showcase_pipeline_speed_count"))
                .isBetween(0.02, 100.0);
    }

    @Test
    void processIsCountedOnce() {
        assertThat(PROMETHEUS.query("process_uptime_seconds")).hasSize(1);
        assertThat(PROMETHEUS.query("jvm_threads_live_threads")).hasSize(1);
        assertThat(PROMETHEUS.query("up{job=~\"auth|core|worker\"} == 1")).hasSize(3);
    }

    @Test
    void oneTraceLeadsFromTheUploadToTheOutcome() {
        // Spans arrive in the order in which they ended, each second.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(TRACES.named("save"))
                        .singleElement()
                        .satisfies(saved -> assertThat(TRACES.above(saved))
                                .containsSubsequence("process job", "send job", "POST")));
        String trace = TRACES.named("save").get(0).trace();

        assertThat(TRACES.namesOf(trace)).contains("load", "encode", "Query");
        assertThat(logLines())
                .filteredOn(line -> line.getString("msg").startsWith("job attempt ended"))
                .extracting(line -> line.getString("traceId"))
                .contains(trace);
    }

    @Test
    void everyLineOfTheLogIsAnEventWithItsOrigin() {
        assertThat(logLines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.fieldNames())
                        .contains("ts", "level", "service", "instance", "logger", "thread", "msg"));
        assertThat(logLines())
                .filteredOn(line -> line.getString("logger").equals("access"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.getJsonObject("fields").fieldNames())
                        .contains("route", "status", "millis", "bytesOut", "correlationId"));
    }

    @Test
    void nothingSecretIsLogged() throws IOException {
        List<Path> logs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            files.filter(file -> file.getFileName().toString().endsWith(".log")).forEach(logs::add);
        }
        logs.add(local.output());

        assertThat(logs).hasSizeGreaterThan(2);
        for (Path log : logs) {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1);
            JOURNEY.secrets()
                    .forEach(secret -> assertThat(text.contains(secret))
                            .as("%s holds %s", log, secret)
                            .isFalse());
        }
    }

    private static LocalProcess start() {
        Promtool.require("prometheus");
        return LocalProcess.start(
                folder,
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", TRACES.endpoint()),
                "--port",
                Integer.toString(PORT),
                "--data",
                folder.resolve("data").toString());
    }

    /** The run's own configuration, but that no test waits for a quarter of a minute. */
    private static void scrapeEachSecond() throws IOException {
        local.awaitReady();
        Path configuration = folder.resolve("data/prometheus/prometheus.yml");
        Files.writeString(
                configuration, Files.readString(configuration).replaceAll("(?m)^(  \\w+): 1[05]s$", "$1: 1s"));
        ProcessHandle prometheus = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("--config.file=" + configuration))
                        .isPresent())
                .findFirst()
                .orElseThrow();
        Process hangUp = new ProcessBuilder("sh", "-c", "kill -HUP " + prometheus.pid()).start();
        assertThat(hangUp.onExit().join().exitValue()).isZero();
    }

    private static String scrape(String service) {
        Properties ports = new Properties();
        try {
            ports.load(new StringReader(Files.readString(folder.resolve("data/ports.properties"))));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        int port = Integer.parseInt(Objects.requireNonNull(ports.getProperty(service)));
        return await(WEB.get(port, "127.0.0.1", "/metrics").send()).bodyAsString();
    }

    private static List<JsonObject> logLines() {
        return GrafanaFiles.text(folder.resolve("data/logs/anb.log"))
                .lines()
                .map(JsonObject::new)
                .toList();
    }

    private static Map<String, String> without(Map<String, String> all, Map<String, String> others) {
        Map<String, String> rest = new TreeMap<>(all);
        rest.entrySet().removeAll(others.entrySet());
        return rest;
    }
}
