package co.anb.showcase.local;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * A part that has started.
 *
 * @param address where it is: host and port, a URL or a path, with a word on what it is
 * @param stop ends it
 */
record Part(String address, Supplier<Future<Void>> stop) {}
