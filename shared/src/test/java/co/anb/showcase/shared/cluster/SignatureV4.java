package co.anb.showcase.shared.cluster;

import co.anb.showcase.testkit.Ec2Api;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature that AWS would make of a request to the root, from what arrived (Signature Version 4). */
final class SignatureV4 {

    private static final Pattern SIGNED = Pattern.compile("SignedHeaders=([^,]+)");

    private SignatureV4() {}

    static String of(Ec2Api.Asked asked, String secret, String region, String service) throws GeneralSecurityException {
        String headers = signedHeaders(asked);
        String canonical = Arrays.stream(headers.split(";", -1))
                .map(name -> name + ":" + Objects.requireNonNull(asked.headers().get(name)) + "\n")
                .collect(Collectors.joining());
        String request = String.join("\n", "POST", "/", "", canonical, headers, sha256(asked.body()));
        String date = Objects.requireNonNull(asked.headers().get("x-amz-date"));
        String day = date.substring(0, 8);
        String scope = String.join("/", day, region, service, "aws4_request");
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, String.join("\n", "AWS4-HMAC-SHA256", date, scope, sha256(request))));
    }

    private static String signedHeaders(Ec2Api.Asked asked) {
        Matcher found = SIGNED.matcher(Objects.requireNonNull(asked.headers().get("authorization")));
        if (!found.find()) {
            throw new IllegalArgumentException("nothing is signed");
        }
        return found.group(1);
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
