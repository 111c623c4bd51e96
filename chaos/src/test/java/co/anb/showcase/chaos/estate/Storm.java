package co.anb.showcase.chaos.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Strikes an estate with faults drawn from a seed, one after the other, and sets right what does not heal by itself.
 * Every strike is seen before it counts: a process is waited for until it has ended, a cut must have met a connection.
 */
public final class Storm {

    /** What can happen. */
    private enum Fault {
        WORKER_KILLED,
        WORKER_STOPPED,
        API_KILLED,
        API_STOPPED,
        BROKER_CUT,
        BROKER_STALLED,
        BROKER_EMPTIED,
        DATABASE_CUT,
        DATABASE_STALLED,
        CLIENT_GONE
    }

    private static final int WORKERS = 2;
    private static final int STALL_MILLIS = 1_500;
    private static final Duration START = Duration.ofMinutes(2);
    /** A start tries every sandbox, and threads of one encode get in each other's way on a picture so small. */
    private static final Map<String, String> CHEAP = Map.of("FFMPEG_SANDBOX", "off", "FFMPEG_THREADS", "1");

    private final Estate estate;
    private final Tokens tokens;
    private final Path clip;
    private final Random random;
    private final List<ServiceProcess> workers = new ArrayList<>();
    private final Map<Fault, Integer> seen = new EnumMap<>(Fault.class);
    private final List<Fault> drawn = new ArrayList<>();
    private ServiceProcess api;

    /**
     * Starts the services of an estate, which the storm then owns.
     *
     * @param clip what a client was sending when it goes away
     * @param random draws the faults; of a known seed
     */
    public Storm(Estate estate, Tokens tokens, Path clip, Random random) {
        this.estate = estate;
        this.tokens = tokens;
        this.clip = clip;
        this.random = random;
        api = estate.api(Map.of());
        for (int i = 0; i < WORKERS; i++) {
            workers.add(estate.worker(CHEAP));
        }
        calm();
    }

    /** One fault, seen. Each kind comes once before any comes again. */
    public void strike() {
        if (drawn.isEmpty()) {
            drawn.addAll(List.of(Fault.values()));
            Collections.shuffle(drawn, random);
        }
        Fault fault = drawn.remove(drawn.size() - 1);
        switch (fault) {
            case WORKER_KILLED -> replaceWorker(ServiceProcess::kill);
            case WORKER_STOPPED -> replaceWorker(ServiceProcess::close);
            case API_KILLED -> replaceApi(ServiceProcess::kill);
            case API_STOPPED -> replaceApi(ServiceProcess::close);
            case BROKER_CUT -> cut(estate.broker());
            case BROKER_STALLED -> stall(estate.broker());
            case BROKER_EMPTIED -> {
                estate.stopBroker();
                estate.startBroker();
            }
            case DATABASE_CUT -> cut(estate.database());
            case DATABASE_STALLED -> stall(estate.database());
            case CLIENT_GONE ->
                HalfUpload.begin(estate.apiPort(), tokens.mint(), clip).abandon();
        }
        seen.merge(fault, 1, Integer::sum);
    }

    /**
     * Waits until the API is ready and some worker; another may still be at its start when the next fault strikes. One
     * that a fault has kept from starting is started again, as its unit on a server would be.
     */
    public void calm() {
        api.awaitReady();
        await().atMost(START).until(() -> {
            workers.replaceAll(this::running);
            return workers.stream().anyMatch(ServiceProcess::isReady);
        });
    }

    private ServiceProcess running(ServiceProcess worker) {
        if (worker.isAlive()) {
            return worker;
        }
        assertThat(worker.said()).as("ended at its start").doesNotContain(ServiceProcess.READY);
        return estate.worker(CHEAP);
    }

    /** How often each fault struck. */
    public Map<?, Integer> seen() {
        return Collections.unmodifiableMap(seen);
    }

    /** Whether each kind of fault struck. */
    public boolean sawAll() {
        return seen.size() == Fault.values().length;
    }

    private void replaceApi(Consumer<ServiceProcess> end) {
        end.accept(api);
        api = estate.api(Map.of());
    }

    /** One that is at work, where there is one. */
    private void replaceWorker(Consumer<ServiceProcess> end) {
        List<ServiceProcess> ready =
                workers.stream().filter(ServiceProcess::isReady).toList();
        ServiceProcess worker = ready.stream()
                .filter(one -> one.children().findAny().isPresent())
                .findFirst()
                .orElse(ready.get(0));
        end.accept(worker);
        workers.remove(worker);
        workers.add(estate.worker(CHEAP));
    }

    private static void cut(FaultProxy way) {
        int before = way.cuts();
        await().atMost(Duration.ofSeconds(20)).until(() -> way.open() > 0);
        way.cut();
        assertThat(way.cuts()).isGreaterThan(before);
    }

    private void stall(FaultProxy way) {
        way.stall();
        try {
            Thread.sleep(random.nextInt(STALL_MILLIS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        cut(way);
        way.resume();
    }
}
