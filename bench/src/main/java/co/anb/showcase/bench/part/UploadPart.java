package co.anb.showcase.bench.part;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.bench.Rounds;
import co.anb.showcase.bench.estate.Command;
import co.anb.showcase.bench.estate.Cpu;
import co.anb.showcase.bench.estate.Service;
import co.anb.showcase.bench.load.Http;
import co.anb.showcase.bench.load.Load;
import co.anb.showcase.bench.verdict.Series;
import co.anb.showcase.bench.verdict.Target;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAccumulator;

/**
 * Uploads of 100 MB, by curl, against nginx's PUT on the same disk. Our 201 says that the bytes are on the disk, so the
 * reference is a PUT whose file is then forced there, too; a PUT that leaves it to the page cache is told beside it.
 */
public final class UploadPart implements Part {

    private static final int BYTES = 100 << 20;
    private static final int MANY = 10;

    @Override
    public String name() {
        return "upload";
    }

    @Override
    public void run(Bench bench) {
        Service nginx = bench.estate().nginx();
        Uploads uploads = new Uploads(bench, nginx, file(bench));
        Map<String, Series> rates = new Rounds(bench.quick() ? 1 : 3)
                .run(List.of(
                        uploads.load("multipart", 1, uploads::multipart),
                        uploads.load("nginx PUT, forced", 1, uploads::forced),
                        uploads.load("raw", 1, uploads::raw),
                        uploads.load("nginx PUT", 1, uploads::put),
                        uploads.load("multipart", MANY, uploads::multipart),
                        uploads.load("nginx PUT, forced", MANY, uploads::forced),
                        uploads.load("raw", MANY, uploads::raw),
                        uploads.load("nginx PUT", MANY, uploads::put)));
        rates.forEach((name, series) -> bench.report().rate(name, "MB/s", series));
        Ratios ratios = new Ratios(bench.report(), rates);
        ratios.judge(
                Target.atLeast("multipart / nginx PUT forced, 1", 0.6, 0.95), "multipart, 1", "nginx PUT, forced, 1");
        ratios.judge(
                Target.atLeast("multipart / nginx PUT forced, 10", 0.5, 0.9), "multipart, 10", "nginx PUT, forced, 10");
        ratios.judge(Target.atLeast("raw / nginx PUT forced, 1", 0.8, 1.1), "raw, 1", "nginx PUT, forced, 1");
        ratios.tell("raw / nginx PUT forced, 10", "raw, 10", "nginx PUT, forced, 10");
        ratios.tell("multipart / nginx PUT not forced, 1", "multipart, 1", "nginx PUT, 1");
        ratios.tell("multipart / nginx PUT not forced, 10", "multipart, 10", "nginx PUT, 10");
        bench.report()
                .judge(
                        Target.limit("MB of RSS that ten uploads of 100 MB add", 32, 16),
                        new Series(uploads.growth.subList(2, uploads.growth.size())));
        bench.estate().close(nginx);
    }

    /** What begins as an MP4 does, and is noise. */
    private static Path file(Bench bench) {
        Path file = bench.estate().folder().resolve("noise.mp4");
        byte[] megabyte = new byte[1 << 20];
        new Random(1).nextBytes(megabyte);
        byte[] head = "\0\0\0\u0014ftypisom\0\0\2\0isom".getBytes(StandardCharsets.ISO_8859_1);
        try (OutputStream out = Files.newOutputStream(file)) {
            System.arraycopy(head, 0, megabyte, 0, head.length);
            for (int i = 0; i < BYTES >> 20; i++) {
                out.write(megabyte);
            }
            return file;
        } catch (IOException e) {
            throw new BenchException("no file to upload", e);
        }
    }

    /** The ways to send a file. */
    private static final class Uploads {

        private final Bench bench;
        private final Service nginx;
        private final Path file;
        private final Http http;
        private final List<String> tokens;
        private final AtomicInteger number = new AtomicInteger();
        private final List<Double> growth = new ArrayList<>();

        Uploads(Bench bench, Service nginx, Path file) {
            this.bench = bench;
            this.nginx = nginx;
            this.file = file;
            this.http = new Http(bench.core().port());
            try {
                this.tokens = Files.readAllLines(bench.voters().tokens());
            } catch (IOException e) {
                throw new BenchException("no tokens", e);
            }
        }

        /** A way to send the file; makes the shell command of one transfer, which prints the status. */
        interface Way {
            String command(int number);
        }

        Load load(String name, int parallel, Way way) {
            return new Load() {
                @Override
                public String name() {
                    return name + ", " + parallel;
                }

                @Override
                public double perSecond() {
                    return send(parallel, way);
                }
            };
        }

        String multipart(int one) {
            return curl(
                    one,
                    "-F title=Clavada -F 'video_file=@%s;type=video/mp4' %s/api/videos/upload".formatted(file, core()));
        }

        String raw(int one) {
            JsonObject announced = Http.expect(
                    201,
                    http.post(
                            "/api/videos/uploads",
                            new JsonObject()
                                    .put("title", "Clavada")
                                    .put("size", BYTES)
                                    .put("mode", "raw"),
                            "Authorization",
                            "Bearer " + token(one)));
            return curl(
                    one,
                    "-T %s -H 'Content-Type: video/mp4' %s%s".formatted(file, core(), announced.getString("href")));
        }

        String put(int one) {
            return curl(one, "-T %s http://127.0.0.1:%d/%d.mp4".formatted(file, nginx.port(), one));
        }

        String forced(int one) {
            return put(one) + " && sync " + bench.estate().folder().resolve("nginx/files/" + one + ".mp4");
        }

        private double send(int parallel, Way way) {
            Command.run(List.of("sync"));
            StringBuilder script = new StringBuilder();
            for (int i = 0; i < parallel; i++) {
                script.append('(').append(way.command(number.incrementAndGet())).append(") & ");
            }
            double before = Cpu.residentMegabytes(bench.core().handle());
            DoubleAccumulator most = new DoubleAccumulator(Math::max, before);
            ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
            var watching = watch.scheduleAtFixedRate(
                    () -> most.accumulate(Cpu.residentMegabytes(bench.core().handle())), 0, 50, TimeUnit.MILLISECONDS);
            long start = System.nanoTime();
            String statuses = Command.run(List.of("bash", "-c", script + "wait"));
            double seconds = (System.nanoTime() - start) / 1e9;
            watching.cancel(false);
            watch.shutdown();
            if (parallel == MANY && script.indexOf("/api/videos/upload") >= 0) {
                growth.add(most.get() - before);
            }
            bench.findings()
                    .check(
                            Arrays.stream(statuses.strip().split("\n"))
                                            .filter(status -> status.equals("201"))
                                            .count()
                                    == parallel,
                            "upload: statuses %s",
                            statuses.replace('\n', ' '));
            clean();
            return parallel * (BYTES / 1e6) / seconds;
        }

        private void clean() {
            Path folder = bench.estate().folder();
            Command.run(List.of(
                    "bash",
                    "-c",
                    "rm -rf %s/nginx/files/* && find %s -type f -size +50M -delete"
                            .formatted(folder, bench.estate().storage())));
        }

        private String curl(int one, String rest) {
            return "curl -s -o /dev/null -w '%%{http_code}\\n' -H 'Authorization: Bearer %s' ".formatted(token(one))
                    + rest;
        }

        private String token(int one) {
            return tokens.get(one % tokens.size());
        }

        private String core() {
            return "http://127.0.0.1:" + bench.core().port();
        }
    }
}
