package co.anb.showcase.api;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** What was opened, to be closed in reverse order: each part after those that were built on it. */
final class OpenParts {

    private final Deque<Supplier<Future<Void>>> closers = new ArrayDeque<>();

    /** Notes how to close what was just opened. */
    synchronized void add(Supplier<Future<Void>> closer) {
        closers.push(closer);
    }

    /** Closes all, whatever fails on the way; fails when something did. A second call closes nothing. */
    Future<Void> close() {
        Future<Void> all = Future.succeededFuture();
        for (Supplier<Future<Void>> closer : takeAll()) {
            all = all.eventually(closer);
        }
        return all;
    }

    private synchronized Deque<Supplier<Future<Void>>> takeAll() {
        Deque<Supplier<Future<Void>>> taken = new ArrayDeque<>(closers);
        closers.clear();
        return taken;
    }
}
