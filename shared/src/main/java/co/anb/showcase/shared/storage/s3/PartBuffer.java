package co.anb.showcase.shared.storage.s3;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.async.AsyncRequestBody;

/**
 * Up to one part's bytes, in pages that are small enough to be ordinary objects to the garbage collector and come as
 * they are needed. The body that it gives can be sent again, so that the SDK may retry.
 */
final class PartBuffer {

    private static final int PAGE_BYTES = 256 << 10;

    private final List<byte[]> pages = new ArrayList<>();
    private final int capacity;
    private int length;

    PartBuffer(int capacity) {
        this.capacity = capacity;
    }

    int length() {
        return length;
    }

    boolean isFull() {
        return length == capacity;
    }

    /**
     * Copies what fits.
     *
     * @param from position in the source
     * @return how many bytes
     */
    int append(Buffer source, int from) {
        int taken = 0;
        int wanted = Math.min(source.length() - from, capacity - length);
        while (taken < wanted) {
            int offset = length % PAGE_BYTES;
            if (offset == 0) {
                pages.add(new byte[Math.min(PAGE_BYTES, capacity - length)]);
            }
            byte[] page = pages.get(pages.size() - 1);
            int count = Math.min(wanted - taken, page.length - offset);
            source.getBytes(from + taken, from + taken + count, page, offset);
            taken += count;
            length += count;
        }
        return taken;
    }

    AsyncRequestBody body() {
        ByteBuffer[] buffers = new ByteBuffer[pages.size()];
        for (int i = 0; i < buffers.length; i++) {
            int used = Math.min(pages.get(i).length, length - i * PAGE_BYTES);
            buffers[i] = ByteBuffer.wrap(pages.get(i), 0, used);
        }
        return AsyncRequestBody.fromRemainingByteBuffersUnsafe(buffers);
    }
}
