package co.anb.showcase.worker.pipeline;

import co.anb.showcase.testkit.Clips;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One decoded frame, to be compared by its pixels. */
final class Frame {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;

    private final byte[] rgb;

    private Frame(byte[] rgb) {
        this.rgb = rgb;
    }

    /** Decodes the first frame at or after a moment. */
    static Frame at(Path video, double seconds) {
        return decoded(List.of("-ss", String.valueOf(seconds), "-i", video.toString()));
    }

    /** Decodes a picture. */
    static Frame of(Path picture) {
        return decoded(List.of("-i", picture.toString()));
    }

    private static Frame decoded(List<String> input) {
        List<String> arguments = new ArrayList<>(input);
        arguments.addAll(List.of("-frames:v", "1", "-vf", "scale=1280:720"));
        arguments.addAll(List.of("-f", "rawvideo", "-pix_fmt", "rgb24", "-"));
        byte[] rgb = Clips.output(arguments.toArray(String[]::new));
        if (rgb.length != WIDTH * HEIGHT * 3) {
            throw new AssertionError("no frame at " + input);
        }
        return new Frame(rgb);
    }

    int red(int x, int y) {
        return channel(x, y, 0);
    }

    int green(int x, int y) {
        return channel(x, y, 1);
    }

    int blue(int x, int y) {
        return channel(x, y, 2);
    }

    /** Tells whether a pixel is as bright as paper. */
    boolean isWhite(int x, int y) {
        return red(x, y) > 180 && green(x, y) > 180 && blue(x, y) > 180;
    }

    boolean isBlack(int x, int y) {
        return red(x, y) < 12 && green(x, y) < 12 && blue(x, y) < 12;
    }

    /** How many pixels of a row are white. */
    int whiteInRow(int y) {
        int count = 0;
        for (int x = 0; x < WIDTH; x++) {
            count += isWhite(x, y) ? 1 : 0;
        }
        return count;
    }

    /** How many pixels of a column are white. */
    int whiteInColumn(int x) {
        int count = 0;
        for (int y = 0; y < HEIGHT; y++) {
            count += isWhite(x, y) ? 1 : 0;
        }
        return count;
    }

    /** Mean difference of all channels inside a box. */
    double difference(Frame other, int left, int top, int right, int bottom) {
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                for (int c = 0; c < 3; c++) {
                    sum += Math.abs(channel(x, y, c) - other.channel(x, y, c));
                }
            }
        }
        return sum / (3.0 * (right - left) * (bottom - top));
    }

    double difference(Frame other) {
        return difference(other, 0, 0, WIDTH, HEIGHT);
    }

    private int channel(int x, int y, int c) {
        return rgb[(y * WIDTH + x) * 3 + c] & 0xff;
    }
}
