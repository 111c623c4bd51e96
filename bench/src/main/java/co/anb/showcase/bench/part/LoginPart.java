package co.anb.showcase.bench.part;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.bench.Rounds;
import co.anb.showcase.bench.estate.Service;
import co.anb.showcase.bench.load.Answers;
import co.anb.showcase.bench.load.Generator;
import co.anb.showcase.bench.load.Http;
import co.anb.showcase.bench.load.Load;
import co.anb.showcase.bench.verdict.Series;
import co.anb.showcase.bench.verdict.Target;
import de.mkammerer.argon2.Argon2;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Logins and refreshes against what they cannot do without: a hash and a signature, and a signature. */
public final class LoginPart implements Part {

    private static final String PASSWORD = "una clave larga";
    private static final String EMAIL = "ana@example.com";
    private static final Argon2 HASH = Argon2Factory.create(Argon2Types.ARGON2id, 16, 32);
    /** Those of {@code auth.argon2-memory-kib} and {@code auth.argon2-iterations}. */
    private static final int MEMORY_KIB = 19_456;

    private static final int ITERATIONS = 2;

    private static final int CLIENTS = 16;

    @Override
    public String name() {
        return "login";
    }

    @Override
    public void run(Bench bench) {
        Service auth = bench.estate().auth();
        JsonObject person = new JsonObject()
                .put("email", EMAIL)
                .put("password1", PASSWORD)
                .put("password2", PASSWORD)
                .put("first_name", "Ana")
                .put("last_name", "Peña")
                .put("city", "Bogotá")
                .put("country", "Colombia");
        Http.expect(201, new Http(auth.port()).post("/api/auth/signup", person));
        // A hash takes a tenth of a second: what a window cuts off at its ends has to be little beside it.
        double seconds = bench.generator().seconds() * 3;
        PrivateKey key = key();
        Map<String, Series> rates = new Rounds(bench.quick() ? 1 : 3)
                .run(List.of(
                        new Logins(bench, auth, seconds),
                        new OnAllCores("bare hash and signature", seconds, () -> {
                            hash();
                            sign(key);
                        }),
                        new Refreshes(bench, auth, seconds),
                        new OnAllCores("bare signature", seconds, () -> sign(key))));
        rates.forEach((name, series) -> bench.report().rate(name, "1/s", series));
        Ratios ratios = new Ratios(bench.report(), rates);
        ratios.judge(
                Target.atLeast("logins / bare hash and signature", 0.8, 0.95), "logins", "bare hash and signature");
        ratios.tell("refreshes / bare signature", "refreshes", "bare signature");
        bench.estate().close(auth);
    }

    private static void hash() {
        String hash = HASH.hash(ITERATIONS, MEMORY_KIB, 1, PASSWORD.getBytes(StandardCharsets.UTF_8));
        if (hash.isEmpty()) {
            throw new BenchException("no hash");
        }
    }

    private static void sign(PrivateKey key) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(new byte[400]);
            if (signature.sign().length == 0) {
                throw new BenchException("no signature");
            }
        } catch (GeneralSecurityException e) {
            throw new BenchException("every Java has RSA", e);
        }
    }

    private static PrivateKey key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new BenchException("every Java has RSA", e);
        }
    }

    /** The right password of one account, again and again. */
    private record Logins(Bench bench, Service auth, double seconds) implements Load {

        @Override
        public String name() {
            return "logins";
        }

        @Override
        public double perSecond() {
            String body = new JsonObject()
                    .put("email", EMAIL)
                    .put("password", PASSWORD)
                    .encode();
            Generator generator = bench.generator().connections(CLIENTS).seconds(seconds);
            Answers answers = generator.requests(
                    auth.port(),
                    body,
                    "POST /api/auth/login HTTP/1.1",
                    "Content-Type: application/json",
                    "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
            bench.findings()
                    .check(
                            answers.count(200) == answers.sent(),
                            "logins: unexpected statuses %s",
                            answers.statusToCount());
            return answers.perSecond();
        }
    }

    /** Chains of refreshes: each token is good once. */
    private record Refreshes(Bench bench, Service auth, double seconds) implements Load {

        @Override
        public String name() {
            return "refreshes";
        }

        @Override
        public double perSecond() {
            Http http = new Http(auth.port());
            List<String> tokens = IntStream.range(0, CLIENTS)
                    .mapToObj(n -> Http.expect(200, http.post("/api/auth/login", credentials()))
                            .getString("refresh_token"))
                    .toList();
            return new Parallel(CLIENTS, seconds).run(client -> {
                String[] token = {tokens.get(client)};
                return () -> token[0] = Http.expect(
                                200, http.post("/api/auth/refresh", new JsonObject().put("refresh_token", token[0])))
                        .getString("refresh_token");
            });
        }

        private static JsonObject credentials() {
            return new JsonObject().put("email", EMAIL).put("password", PASSWORD);
        }
    }

    /** Something on every core, as often as it goes. */
    private record OnAllCores(String name, double seconds, Runnable action) implements Load {

        @Override
        public double perSecond() {
            int cores = Runtime.getRuntime().availableProcessors();
            return new Parallel(cores, seconds).run(core -> action);
        }
    }

    /** Threads that repeat something for a time. */
    private record Parallel(int threads, double seconds) {

        interface Actions {
            Runnable of(int thread);
        }

        double run(Actions actions) {
            AtomicLong count = new AtomicLong();
            long end = System.nanoTime() + (long) (seconds * 1e9);
            List<Thread> all = IntStream.range(0, threads)
                    .mapToObj(n -> new Thread(() -> {
                        Runnable action = actions.of(n);
                        while (System.nanoTime() < end) {
                            action.run();
                            if (System.nanoTime() < end) {
                                count.incrementAndGet();
                            }
                        }
                    }))
                    .toList();
            all.forEach(Thread::start);
            for (Thread thread : all) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new BenchException("interrupted", e);
                }
            }
            return count.get() / seconds;
        }
    }
}
