package co.anb.showcase.shared.work;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Work that one request began and others wait for. */
public final class Shared {

    private Shared() {}

    /** The same future, completed on the context of the caller and not on that of whoever began the work. */
    public static <T> Future<T> onCallersContext(Vertx vertx, Future<T> work) {
        Context caller = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        work.onComplete(result -> caller.runOnContext(back -> promise.handle(result)));
        return promise.future();
    }
}
