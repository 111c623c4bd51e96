package co.anb.showcase.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Files that look like MP4 from outside (ISO/IEC 14496-12 §4.2 and §4.3): an {@code ftyp} box with a brand, then one
 * {@code mdat} box of filler. Enough for everything that judges by the first bytes and the size; nothing can play them.
 */
public final class Mp4 {
    /** The smallest file of this shape: ftyp of 24 bytes and the head of mdat. */
    public static final int SMALLEST_BYTES = 32;

    private static final int FTYP_BYTES = 24;

    private Mp4() {}

    /**
     * Returns a whole file.
     *
     * @param brand the major brand, four characters ({@code isom}, {@code mp42}, {@code "qt "})
     * @param size of the whole file in bytes, at least {@link #SMALLEST_BYTES}
     */
    public static Buffer bytes(String brand, int size) {
        return Buffer.buffer(head(brand, size)).appendBytes(new byte[size - SMALLEST_BYTES]);
    }

    /** Returns the same file as {@link #bytes}, made while it is read: a large one takes no memory. */
    public static InputStream stream(String brand, long size) {
        return new SequenceInputStream(new ByteArrayInputStream(head(brand, size)), new Zeros(size - SMALLEST_BYTES));
    }

    /** Returns the same file as {@link #bytes} as a paused stream on the current context, made piece by piece. */
    public static ReadStream<Buffer> readStream(Vertx vertx, String brand, long size) {
        return new PieceStream(vertx.getOrCreateContext(), Buffer.buffer(head(brand, size)), size);
    }

    private static byte[] head(String brand, long size) {
        if (size < SMALLEST_BYTES || size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("size must be " + SMALLEST_BYTES + " to 2^31-1 bytes, was " + size);
        }
        byte[] name = brand.getBytes(StandardCharsets.US_ASCII);
        if (name.length != 4) {
            throw new IllegalArgumentException("a brand has four characters, was '" + brand + "'");
        }
        ByteBuffer head = ByteBuffer.allocate(SMALLEST_BYTES);
        head.putInt(FTYP_BYTES)
                .put(ascii("ftyp"))
                .put(name)
                .putInt(512)
                .put(name)
                .put(ascii("mp41"));
        head.putInt((int) size - FTYP_BYTES).put(ascii("mdat"));
        return head.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** So many zero bytes. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return length == 0 ? 0 : -1;
            }
            int count = (int) Math.min(length, left);
            java.util.Arrays.fill(target, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
