package co.anb.showcase.shared.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of a service's process, as systemd sees it: a JVM of its own, signals, exit statuses, lines on stdout. */
@Timeout(90)
class LauncherIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** A pipe takes 64 kB (pipe(7)), and a line that does not fit any more waits. */
    private static final int FULL_PIPE = 60_000;

    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void aTerminatedServiceStopsInOrderAndExitsWithZero() throws Exception {
        Process process = launch(Map.of());
        awaitLine("sample ready on :4711");

        process.destroy();

        assertThat(exitStatus(process)).isZero();
        assertThat(output()).contains("sample stops").contains("sample has stopped clean=true");
    }

    @Test
    void aStopThatHadToCutSomethingOffExitsWithOne() throws Exception {
        Process process = launch(Map.of("SAMPLE_STOP", "late"));
        awaitLine("sample ready");

        process.destroy();

        assertThat(exitStatus(process)).isEqualTo(1);
        assertThat(output()).contains("sample did not stop cleanly").contains("something was cut off");
    }

    @Test
    void aConfigurationThatCannotBeUsedIsOneSentenceAndExitsWithOne() throws Exception {
        Process process = launch(Map.of("SAMPLE_PORT", "high"));

        assertThat(exitStatus(process)).isEqualTo(1);
        assertThat(output())
                .contains("sample can't start")
                .contains("sample.port must be a whole number")
                .doesNotContain("ConfigReader.java");
    }

    /** Before there is a service that could say it. */
    @Test
    void aMistakeInWhatComesBeforeTheServiceIsSaidToo() throws Exception {
        assertThat(exitStatus(launch(Map.of(), "--clustre"))).isEqualTo(1);
        assertThat(output()).contains("There is no option --clustre");

        assertThat(exitStatus(launch(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere"))))
                .isEqualTo(1);
        assertThat(output()).contains("sample can't start. OTEL_EXPORTER_OTLP_ENDPOINT must be a URL");
    }

    @Test
    void aReaderOfTheLogThatStopsHoldsNeitherAnEventLoopNorTheStop() throws Exception {
        Path told = folder.resolve("told");
        Process process = builder(Map.of("SAMPLE_LINES", "50000", "SAMPLE_TOLD", told.toString()))
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        processes.add(process);

        await().atMost(PATIENCE).until(() -> Files.exists(told));
        assertThat(process.getInputStream().available())
                .as("what waits in the pipe that nobody reads")
                .isGreaterThan(FULL_PIPE);
        process.destroy();

        assertThat(exitStatus(process)).isZero();
    }

    @Test
    void everyLineIsAJsonObject() throws Exception {
        Process process = launch(Map.of());
        awaitLine("sample ready");
        process.destroy();

        assertThat(exitStatus(process)).isZero();
        assertThat(output().lines()).isNotEmpty().allSatisfy(line -> {
            var json = new io.vertx.core.json.JsonObject(line);
            assertThat(json.fieldNames()).contains("ts", "level", "service", "logger", "msg");
        });
    }

    /** By a library's own means, as OpenTelemetry's exporter does when nobody takes its spans. */
    @Test
    void aLibrarysLineIsOneOfOurs() throws Exception {
        Process process = launch(Map.of("SAMPLE_JUL", "nobody takes the spans"));
        awaitLine("sample ready");
        process.destroy();

        assertThat(exitStatus(process)).isZero();
        assertThat(output().lines())
                .filteredOn(line -> line.contains("nobody takes the spans"))
                .singleElement()
                .satisfies(line -> assertThat(new io.vertx.core.json.JsonObject(line).getMap())
                        .contains(entry("level", "WARN"), entry("logger", "a.library")));
    }

    private Process launch(Map<String, String> environment, String... arguments) throws IOException {
        Process process = builder(environment, arguments)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static ProcessBuilder builder(Map<String, String> environment, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(
                // Production's, not the one that testkit puts before it.
                "-Dlog4j2.configurationFile=classpath:log4j2.xml",
                "-cp",
                System.getProperty("java.class.path"),
                SampleService.class.getName()));
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true);
    }

    private static int exitStatus(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private void awaitLine(String text) {
        await().atMost(PATIENCE).until(() -> output().contains(text));
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("out"));
    }
}
