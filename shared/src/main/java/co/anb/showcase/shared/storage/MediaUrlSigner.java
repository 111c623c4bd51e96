package co.anb.showcase.shared.storage;

import co.anb.showcase.shared.config.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks the links of the local storage: {@code {public.url}/api/media/<key>?exp=<epoch seconds>&sig=<HMAC>}.
 *
 * <p>The signature is HMAC-SHA256 (RFC 2104) over key, expiry and disposition, one a line; none of them can contain a
 * line break. The method is not part of it: a player asks with HEAD and GET for the same link.
 */
final class MediaUrlSigner {

    static final String PATH = "/api/media/";
    static final String EXPIRY = "exp";
    static final String SIGNATURE = "sig";
    static final String DISPOSITION = "disposition";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "anb-media-1";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;
    private final URI publicUrl;
    private final Clock clock;

    MediaUrlSigner(Secret key, URI publicUrl, Clock clock) {
        this.key = new SecretKeySpec(key.value().getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    URI sign(StorageKey object, Duration ttl, Disposition disposition) {
        if (ttl.toSeconds() < 1) {
            throw new IllegalArgumentException("ttl must be >= 1 s, was " + ttl);
        }
        long expiry = clock.instant().plus(ttl).getEpochSecond();
        String header = disposition.equals(Disposition.INLINE) ? "" : disposition.headerValue();
        String query = EXPIRY + "=" + expiry + "&" + SIGNATURE + "=" + signature(object.value(), expiry, header);
        String suffix =
                header.isEmpty() ? "" : "&" + DISPOSITION + "=" + URLEncoder.encode(header, StandardCharsets.UTF_8);
        return URI.create(publicUrl + PATH + object + "?" + query + suffix);
    }

    /**
     * Whether a link was made by a node with the same key and its time is not over. The comparison takes the same time
     * wherever the signatures differ.
     */
    boolean verify(String object, long expiry, String signature, String disposition) {
        byte[] expected = signature(object, expiry, disposition).getBytes(StandardCharsets.US_ASCII);
        boolean genuine = MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        return genuine && clock.instant().getEpochSecond() < expiry;
    }

    /** How long a link still works; 0 when it is over. */
    long remainingSeconds(long expiry) {
        return Math.max(0, expiry - clock.instant().getEpochSecond());
    }

    private String signature(String object, long expiry, String disposition) {
        String text = String.join("\n", PURPOSE, object, Long.toString(expiry), disposition);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
