package co.anb.showcase.shared.http;

import co.anb.showcase.shared.config.ConfigReader;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells from which address a request came. The socket's address counts, unless it is a trusted proxy's: then the last
 * hop of {@code X-Forwarded-For} that is not one. Whoever isn't trusted can write into that header what he likes.
 *
 * @param trusted the proxies ({@code http.trusted-proxies})
 */
public record ClientAddress(List<IpSubnetFilterRule> trusted) {

    private static final String KEY = "http.trusted-proxies";
    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");
    private static final String UNKNOWN = "unknown";
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_SITE_BYTES = 8;

    /** Copies the list. */
    public ClientAddress {
        trusted = List.copyOf(trusted);
    }

    /** Reads the addresses and subnets of the trusted proxies; loopback by default. */
    public static ClientAddress from(ConfigReader reader) {
        List<IpSubnetFilterRule> rules = new ArrayList<>();
        for (String subnet : reader.list(KEY, LOOPBACK)) {
            rule(subnet)
                    .ifPresentOrElse(
                            rules::add, () -> reader.reject(KEY, "can't hold \"" + subnet + "\": write 10.0.0.0/16"));
        }
        return new ClientAddress(rules);
    }

    /**
     * The address by which a caller is counted: of IPv6 the network of 64 bits, since one home has that many addresses.
     */
    public String of(RoutingContext ctx) {
        String socket =
                Optional.ofNullable(ctx.request().remoteAddress().hostAddress()).orElse(UNKNOWN);
        List<String> hops = new ArrayList<>();
        ctx.request()
                .headers()
                .getAll("X-Forwarded-For")
                .forEach(value -> hops.addAll(Arrays.asList(value.split(",", -1))));
        return of(socket, hops);
    }

    String of(String socket, List<String> hops) {
        String nearest = socket;
        List<String> fromNearest = new ArrayList<>(hops);
        Collections.reverse(fromNearest);
        for (String hop : fromNearest) {
            Optional<InetAddress> address = parse(hop.strip());
            if (!isTrusted(nearest) || address.isEmpty()) {
                break;
            }
            nearest = address.get().getHostAddress();
        }
        return network(nearest);
    }

    private boolean isTrusted(String address) {
        return parse(address)
                .map(parsed -> new InetSocketAddress(parsed, 0))
                .filter(socket -> trusted.stream().anyMatch(rule -> rule.matches(socket)))
                .isPresent();
    }

    private static String network(String address) {
        byte[] bytes = parse(address).map(InetAddress::getAddress).orElse(new byte[0]);
        if (bytes.length <= IPV4_BYTES) {
            return address;
        }
        Arrays.fill(bytes, IPV6_SITE_BYTES, bytes.length, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes) + "/64";
    }

    /** Literal addresses only: a name would be asked of the DNS, on the event loop and at a stranger's wish. */
    private static Optional<InetAddress> parse(String text) {
        byte @Nullable [] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Optional<IpSubnetFilterRule> rule(String subnet) {
        String[] parts = subnet.split("/", 2);
        Optional<InetAddress> address = parse(parts[0]);
        try {
            int bits = address.map(InetAddress::getAddress).orElse(new byte[0]).length * Byte.SIZE;
            int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
            return address.map(parsed -> new IpSubnetFilterRule(parsed, prefix, IpFilterRuleType.ACCEPT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
