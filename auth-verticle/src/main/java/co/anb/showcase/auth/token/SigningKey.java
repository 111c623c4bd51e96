package co.anb.showcase.auth.token;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key that is ready to sign.
 *
 * @param id the {@code kid}
 * @param signsFrom when it begins
 * @param signer holds the private part
 * @param publicJwk the public part (RFC 7518 §6.3.1)
 */
record SigningKey(String id, Instant signsFrom, JWTAuth signer, JsonObject publicJwk) {

    private static final String ALGORITHM = "RS256";

    /** Opens a stored key. */
    static SigningKey open(Vertx vertx, StoredKey stored, KeyEncryptionKey keyEncryptionKey) {
        byte[] pkcs8 = keyEncryptionKey.unwrap(stored.wrappedPrivateKey(), stored.id());
        PubSecKeyOptions key = new PubSecKeyOptions()
                .setAlgorithm(ALGORITHM)
                .setId(stored.id())
                .setBuffer(pem(pkcs8));
        JWTAuth signer = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key));
        return new SigningKey(stored.id(), stored.signsFrom(), signer, jwk(stored));
    }

    /** Signs claims; takes about a millisecond of the processor. */
    String sign(JsonObject claims) {
        return signer.generateToken(claims, new JWTOptions().setAlgorithm(ALGORITHM));
    }

    private static JsonObject jwk(StoredKey stored) {
        RSAPublicKey key = publicKey(stored.publicKey());
        return new JsonObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", ALGORITHM)
                .put("kid", stored.id())
                .put("n", base64Url(key.getModulus()))
                .put("e", base64Url(key.getPublicExponent()));
    }

    private static RSAPublicKey publicKey(byte[] encoded) {
        try {
            var factory = java.security.KeyFactory.getInstance("RSA");
            return (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the stored public key is broken", e);
        }
    }

    private static String pem(byte[] pkcs8) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8);
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }

    /** Base64urlUInt (RFC 7518 §2): big-endian without the sign's zero byte. */
    private static String base64Url(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] unsigned = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
