package co.anb.showcase.worker.ffmpeg;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A child's standard output on its way to the wrapper library: complete lines also go to a listener, and an output
 * beyond the limit ends the reading, because a hostile file can make ffprobe print without end.
 */
final class ChildOutput extends FilterInputStream {

    private static final int LINE_CHARACTERS = 4096;

    private final Consumer<String> lines;
    private final StringBuilder line = new StringBuilder();
    private long left;

    ChildOutput(InputStream output, long limitBytes, Consumer<String> lines) {
        super(output);
        this.left = limitBytes;
        this.lines = lines;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int count = super.read(target, offset, length);
        if (count > 0) {
            left -= count;
            if (left < 0) {
                throw new IOException("the child wrote more than it may");
            }
            pass(new String(target, offset, count, StandardCharsets.ISO_8859_1));
        }
        return count;
    }

    private void pass(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '\n') {
                lines.accept(line.toString());
                line.setLength(0);
            } else if (line.length() < LINE_CHARACTERS) {
                line.append(character);
            }
        }
    }
}
