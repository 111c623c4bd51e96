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
 * Makes and checks the links of the local storage: {@code {public.url}/api/media/<key>?exp=<epoch seconds>&sig=<HMAC>},
 * for a part with {@code &upload=<id>&part=<number>&length=<bytes>}.
 *
 * <p>The signature is HMAC-SHA256 (RFC 2104) over a word for the purpose, key, expiry and what else the link says, one
 * a line; none of them can contain a line break. The method is not part of it: a player asks with HEAD and GET for the
 * same link, and the purpose keeps a link to read apart from one to write.
 */
final class MediaUrlSigner {

    static final String PATH = "/api/media/";
    static final String EXPIRY = "exp";
    static final String SIGNATURE = "sig";
    static final String DISPOSITION = "disposition";
    static final String UPLOAD = "upload";
    static final String PART = "part";
    static final String LENGTH = "length";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String READ = "anb-media-1";
    private static final String WRITE_PART = "anb-part-1";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;
    private final URI publicUrl;
    private final Clock clock;

    MediaUrlSigner(Secret key, URI publicUrl, Clock clock) {
        this.key = new SecretKeySpec(key.value().getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** A link to read an object. */
    URI sign(StorageKey object, Duration ttl, Disposition disposition) {
        long expiry = expiry(ttl);
        String header = disposition.equals(Disposition.INLINE) ? "" : disposition.headerValue();
        String suffix =
                header.isEmpty() ? "" : "&" + DISPOSITION + "=" + URLEncoder.encode(header, StandardCharsets.UTF_8);
        return link(object.value(), expiry, signature(READ, object.value(), expiry, header), suffix);
    }

    /** A link to write a part. */
    URI signPart(PartTicket ticket, Duration ttl) {
        long expiry = expiry(ttl);
        String key = ticket.upload().key();
        String suffix = "&" + UPLOAD + "=" + ticket.upload().id() + "&" + PART + "=" + ticket.number() + "&" + LENGTH
                + "=" + ticket.length();
        return link(key, expiry, signature(WRITE_PART, key, expiry, ticket.lines()), suffix);
    }

    /**
     * Whether a link was made by a node with the same key and its time is not over. The comparison takes the same time
     * wherever the signatures differ.
     */
    boolean verify(String object, long expiry, String signature, String disposition) {
        return isGenuine(signature(READ, object, expiry, disposition), signature) && isInTime(expiry);
    }

    /** The same for a link to write a part. */
    boolean verifyPart(PartTicket ticket, long expiry, String signature) {
        String expected = signature(WRITE_PART, ticket.upload().key(), expiry, ticket.lines());
        return isGenuine(expected, signature) && isInTime(expiry);
    }

    /** How long a link still works; 0 when it is over. */
    long remainingSeconds(long expiry) {
        return Math.max(0, expiry - clock.instant().getEpochSecond());
    }

    /** What a link to write says. */
    record PartTicket(MultipartUpload upload, long number, long length) {

        private String lines() {
            return upload.id() + "\n" + number + "\n" + length;
        }
    }

    private long expiry(Duration ttl) {
        if (ttl.toSeconds() < 1) {
            throw new IllegalArgumentException("ttl must be >= 1 s, was " + ttl);
        }
        return clock.instant().plus(ttl).getEpochSecond();
    }

    private URI link(String object, long expiry, String signature, String suffix) {
        return URI.create(
                publicUrl + PATH + object + "?" + EXPIRY + "=" + expiry + "&" + SIGNATURE + "=" + signature + suffix);
    }

    private boolean isInTime(long expiry) {
        return clock.instant().getEpochSecond() < expiry;
    }

    private static boolean isGenuine(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    private String signature(String purpose, String object, long expiry, String more) {
        String text = String.join("\n", purpose, object, Long.toString(expiry), more);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
