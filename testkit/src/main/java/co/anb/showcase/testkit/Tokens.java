package co.anb.showcase.testkit;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for the Auth service: an RSA key, its JWKS and a list of revocations over HTTP on loopback, and access
 * tokens, good ones and forged ones.
 *
 * <p>The tokens are put together by hand (RFC 7515) on purpose: a library would refuse to make the forged ones.
 * Thread-safe.
 */
public final class Tokens implements AutoCloseable {
    /** The {@code iss} claim of a good token. */
    public static final String ISSUER = "anb-auth";

    /** The {@code aud} claim of a good token. */
    public static final String AUDIENCE = "anb-showcase";

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final HttpServer server;
    private final AtomicInteger jwksRequests = new AtomicInteger();
    private final List<JsonObject> revocations = new ArrayList<>();
    private KeyPair key = rsaKey();
    private String keyId = UUID.randomUUID().toString();
    private JsonArray published = new JsonArray().add(jwk(key, keyId));
    private boolean failing;

    /** Makes a key and starts to serve it on a free port. */
    public Tokens() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/auth/.well-known/jwks.json", exchange -> {
            jwksRequests.incrementAndGet();
            HttpAnswer.json(exchange, status(), jwks());
        });
        server.createContext(
                "/internal/revocations",
                exchange ->
                        HttpAnswer.json(exchange, status(), revocationsAfter(HttpAnswer.number(exchange, "after", 0))));
        server.start();
    }

    /** The address that a service takes as its Auth service: {@code http://127.0.0.1:port}. */
    public String authUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The address of the public keys. */
    public String jwksUrl() {
        return authUrl() + "/auth/.well-known/jwks.json";
    }

    /** The address of the revocations; takes {@code ?after=<seq>}. */
    public String revocationsUrl() {
        return authUrl() + "/internal/revocations";
    }

    /** How often the keys were fetched. */
    public int jwksRequests() {
        return jwksRequests.get();
    }

    /** Makes both endpoints answer 503 until it is called with {@code false}: the Auth service is away. */
    public synchronized void failing(boolean away) {
        failing = away;
    }

    /** Signs with a new key from now on and publishes it beside the older ones. */
    public synchronized void rotate() {
        key = rsaKey();
        keyId = UUID.randomUUID().toString();
        published = published.copy().add(jwk(key, keyId));
    }

    /** Adds the end of a session to the list. */
    public void revokeSession(String sessionId) {
        revoke("sid", sessionId);
    }

    /** Adds the disabling of an account to the list. */
    public void revokeUser(UUID userId) {
        revoke("user_id", userId.toString());
    }

    /** Returns the claims of a good token of a new player of Bogotá; a test changes what it is about. */
    public JsonObject claims() {
        UUID user = UUID.randomUUID();
        Instant now = Instant.now();
        return new JsonObject()
                .put("sub", user.toString())
                .put("email", "player-" + user + "@example.com")
                .put("first_name", "Ana")
                .put("last_name", "Peña")
                .put("city", "Bogotá")
                .put("country", "Colombia")
                .put("roles", new JsonArray().add("player"))
                .put("sid", UUID.randomUUID().toString())
                .put("iss", ISSUER)
                .put("aud", AUDIENCE)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFETIME).getEpochSecond());
    }

    /** Returns a good token of a new player. */
    public String mint() {
        return mint(claims());
    }

    /** Returns a token with these claims, signed with the published key (RS256). */
    public synchronized String mint(JsonObject claims) {
        return Jws.rs256(claims, key, keyId);
    }

    /** Returns a token that was good until an hour ago. */
    public String expired() {
        long past = Instant.now().minus(LIFETIME).getEpochSecond();
        return mint(claims().put("iat", past - LIFETIME.toSeconds()).put("exp", past));
    }

    /** Returns a token without a signature that says so ({@code alg: none}, RFC 7518 §3.6). */
    public String unsigned() {
        return Jws.none(claims());
    }

    /** Returns a token that names the published key and is signed with another. */
    public synchronized String signedWithOtherKey() {
        return Jws.rs256(claims(), rsaKey(), keyId);
    }

    /** Returns a token whose key id nobody knows. */
    public String withUnknownKeyId() {
        return Jws.rs256(claims(), rsaKey(), UUID.randomUUID().toString());
    }

    /** Returns a token signed by HMAC with the public key as the secret: the confusion of RFC 8725 §2.1. */
    public synchronized String signedWithPublicKeyAsSecret() {
        return Jws.hs256(claims(), pem(key), keyId);
    }

    /** Returns a good token of which one character of the claims was changed. */
    public String tampered() {
        String token = mint();
        int middle = token.indexOf('.') + 20;
        char other = token.charAt(middle) == 'A' ? 'B' : 'A';
        return token.substring(0, middle) + other + token.substring(middle + 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void revoke(String field, String value) {
        revocations.add(new JsonObject()
                .put("seq", revocations.size() + 1)
                .put(field, value)
                .put("until", Instant.now().plus(LIFETIME).toString()));
    }

    private synchronized int status() {
        return failing ? 503 : 200;
    }

    private synchronized JsonObject jwks() {
        return new JsonObject().put("keys", published.copy());
    }

    private synchronized JsonObject revocationsAfter(long sequence) {
        JsonArray newer = new JsonArray();
        revocations.stream().filter(entry -> entry.getLong("seq") > sequence).forEach(newer::add);
        return new JsonObject().put("revocations", newer).put("seq", revocations.size());
    }

    private static KeyPair rsaKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    private static JsonObject jwk(KeyPair pair, String keyId) {
        RSAPublicKey rsa = (RSAPublicKey) pair.getPublic();
        return new JsonObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("kid", keyId)
                .put("n", unsigned(rsa.getModulus()))
                .put("e", unsigned(rsa.getPublicExponent()));
    }

    /** Base64urlUInt of RFC 7518 §2: big-endian without the sign byte. */
    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return Jws.base64Url(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static byte[] pem(KeyPair pair) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                .formatted(body)
                .getBytes(StandardCharsets.UTF_8);
    }
}
