package co.anb.showcase.testkit;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Compact serialisation of signed tokens (RFC 7515 §7.1), also of those that no library would make. */
final class Jws {
    private Jws() {}

    static String rs256(JsonObject claims, KeyPair key, String keyId) {
        String input = input(new JsonObject().put("alg", "RS256").put("kid", keyId), claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(ascii(input));
            return input + "." + base64Url(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hs256(JsonObject claims, byte[] secret, String keyId) {
        String input = input(new JsonObject().put("alg", "HS256").put("kid", keyId), claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return input + "." + base64Url(mac.doFinal(ascii(input)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String none(JsonObject claims) {
        return input(new JsonObject().put("alg", "none"), claims) + ".";
    }

    static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String input(JsonObject header, JsonObject claims) {
        return encode(header.put("typ", "JWT")) + "." + encode(claims);
    }

    private static String encode(JsonObject json) {
        return base64Url(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
