package co.anb.showcase.pulumi.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IPv4 networks in the way that security groups want them. */
final class Cidr {

    private static final Pattern SHAPE =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    private Cidr() {}

    /** Whether the text is a network with no host bits set, and not the whole Internet. */
    static boolean isSomeone(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        long address = 0;
        for (int part = 1; part <= 4; part++) {
            int octet = Integer.parseInt(parts.group(part));
            if (octet > 255) {
                return false;
            }
            address = address << 8 | octet;
        }
        int prefix = Integer.parseInt(parts.group(5));
        return prefix >= 1 && prefix <= 32 && (address & (0xFFFF_FFFFL >> prefix)) == 0;
    }
}
