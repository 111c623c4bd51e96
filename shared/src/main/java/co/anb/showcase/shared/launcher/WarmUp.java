package co.anb.showcase.shared.launcher;

import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.limit.Buckets;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads and runs once what the first messages and requests would load on an event loop, which they would hold for some
 * 100 ms: JSON, the check of a signature, a bucket of a rate limit with the cache that holds it.
 */
public final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int RSA_BITS = 2048;

    private WarmUp() {}

    /** Blocks: to be called on a thread of one's own, before anything is served. */
    public static void run() {
        JsonObject read = new JsonObject(Buffer.buffer("{\"id\":\"" + Ids.next() + "\"}"));
        LOG.debug(
                "warmed up bytes={} signed={} counted={}",
                read.toBuffer().length(),
                isSigned(),
                new Buckets<String>(1, Duration.ofMinutes(1), Clock.systemUTC())
                        .of("first")
                        .tryConsume(1));
    }

    /** Any odd number of that length takes the arithmetic of a real key; nothing was signed with it. */
    private static boolean isSigned() {
        BigInteger modulus = BigInteger.ONE.shiftLeft(RSA_BITS).subtract(BigInteger.ONE);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537))));
            signature.update(new byte[1]);
            return signature.verify(new byte[RSA_BITS / Byte.SIZE]);
        } catch (GeneralSecurityException e) {
            LOG.debug("no signature could be checked", e);
            return false;
        }
    }
}
