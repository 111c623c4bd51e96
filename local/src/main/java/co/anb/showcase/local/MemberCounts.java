package co.anb.showcase.local;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * How many processes of a service there are, where it may have more than one.
 *
 * @param api of the Core API
 * @param workers of the worker
 */
record MemberCounts(int api, int workers) {

    /** One of each: all in one process. */
    static final MemberCounts ONE = new MemberCounts(1, 1);

    /** The ports of the members of a part, in their order: the first has the name that the part has alone. */
    static List<Integer> ports(String part, int count, ToIntFunction<String> choice) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> choice.applyAsInt(number == 1 ? part : part + "-" + number))
                .toList();
    }
}
