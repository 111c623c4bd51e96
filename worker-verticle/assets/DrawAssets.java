import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.TextAttribute;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;

/**
 * Draws the default watermark, opening and closing bumper: a night court, a bouncing ball, a line of stars. Run by
 * draw.sh, which says how; not part of the build. Text is drawn as outlines of the machine's sans-serif font.
 */
final class DrawAssets {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final int RATE = 30;
    private static final int INTRO_FRAMES = 75;
    private static final int OUTRO_FRAMES = 60;

    private static final Color NIGHT = new Color(0x0b1530);
    private static final Color DUSK = new Color(0x1d2f66);
    private static final Color WOOD = new Color(0xc9823f);
    private static final Color WOOD_FAR = new Color(0x8a5226);
    private static final Color BALL = new Color(0xf07f23);
    private static final Color BALL_LIGHT = new Color(0xffb25c);
    private static final Color BALL_DARK = new Color(0xa84a0c);
    private static final Color SEAM = new Color(0x2a1204);
    private static final Color GOLD = new Color(0xffcf3f);

    private DrawAssets() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("java.awt.headless", "true");
        String ffmpeg = arguments[0];
        Path folder = Path.of(arguments[1]);
        ImageIO.write(watermark(), "png", folder.resolve("watermark.png").toFile());
        encode(ffmpeg, folder.resolve("intro.mp4"), INTRO_FRAMES, DrawAssets::intro);
        encode(ffmpeg, folder.resolve("outro.mp4"), OUTRO_FRAMES, DrawAssets::outro);
    }

    private static BufferedImage watermark() {
        BufferedImage image = new BufferedImage(212, 64, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = graphics(image);
        g.setColor(new Color(8, 14, 34, 150));
        g.fill(new java.awt.geom.RoundRectangle2D.Double(0, 0, 212, 64, 64, 64));
        ball(g, 32, 32, 24, -0.35);
        text(g, "ANB", 66, 33, 27, 0.06, Color.WHITE, 0.95);
        text(g, "RISING STARS", 67, 51, 13.5, 0.1, GOLD, 0.95);
        star(g, 152, 23, 9, GOLD, 0.95);
        g.dispose();
        return image;
    }

    private static BufferedImage intro(int frame) {
        BufferedImage image = court();
        Graphics2D g = graphics(image);
        double t = frame / (double) RATE;
        double rolled = ease(t / 1.3);
        double x = -120 + rolled * 380;
        double height = bounce(t);
        shadow(g, x, height);
        ball(g, x, 486 - height, 104, rolled * 5.6 - 0.4);
        double title = ease((t - 0.55) / 0.6);
        double slide = (1 - title) * 160;
        text(g, "ANB", 432 + slide, 286, 60, 0.32, GOLD, title);
        double second = ease((t - 0.75) / 0.6);
        text(g, "RISING STARS", 428 + (1 - second) * 200, 384, 96, 0.0, Color.WHITE, second);
        double third = ease((t - 0.95) / 0.6);
        text(g, "SHOWCASE", 432 + (1 - third) * 240, 458, 60, 0.32, Color.WHITE, third);
        double fourth = ease((t - 1.25) / 0.5);
        text(g, "El talento de mañana juega hoy", 434, 512, 30, 0.02, GOLD, fourth);
        for (int i = 0; i < 5; i++) {
            double shown = ease((t - 1.15 - i * 0.09) / 0.3);
            star(g, 672 + i * 52, 266, 20 * (0.4 + 0.6 * shown), GOLD, shown);
        }
        fade(g, 1 - ease(t / 0.25));
        g.dispose();
        return image;
    }

    private static BufferedImage outro(int frame) {
        BufferedImage image = court();
        Graphics2D g = graphics(image);
        double t = frame / (double) RATE;
        double left = OUTRO_FRAMES / (double) RATE - t;
        ball(g, WIDTH / 2.0, 200, 92, -0.4 + t * 0.5);
        for (int i = 0; i < 5; i++) {
            double shown = ease((t - 0.1 - i * 0.08) / 0.3);
            double away = Math.abs(i - 2);
            star(g, WIDTH / 2.0 + (i - 2) * 84, 334 + away * away * 5, 26 * (0.4 + 0.6 * shown), GOLD, shown);
        }
        double first = ease((t - 0.2) / 0.45);
        centered(g, "¡Vota por tu favorito!", 450 + (1 - first) * 40, 82, 0.0, Color.WHITE, first);
        double second = ease((t - 0.45) / 0.45);
        centered(g, "ANB RISING STARS SHOWCASE", 520, 34, 0.16, GOLD, second);
        fade(g, 1 - ease(left / 0.3));
        g.dispose();
        return image;
    }

    /** Night above, the floor with its centre circle below. */
    private static BufferedImage court() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D g = graphics(image);
        g.setPaint(new GradientPaint(0, 0, NIGHT, 0, 560, DUSK));
        g.fill(new Rectangle2D.Double(0, 0, WIDTH, 560));
        light(g, 210);
        light(g, WIDTH - 210);
        g.setPaint(new GradientPaint(0, 560, WOOD_FAR, 0, HEIGHT, WOOD));
        g.fill(new Rectangle2D.Double(0, 560, WIDTH, HEIGHT - 560));
        g.setColor(new Color(60, 30, 10, 60));
        g.setStroke(new BasicStroke(2f));
        for (int plank = -12; plank <= 24; plank++) {
            g.draw(new java.awt.geom.Line2D.Double(
                    WIDTH / 2.0 + (plank - 6) * 70, 560, WIDTH / 2.0 + (plank - 6) * 130, HEIGHT));
        }
        g.setColor(new Color(255, 255, 255, 200));
        g.setStroke(new BasicStroke(5f));
        g.draw(new java.awt.geom.Line2D.Double(0, 561, WIDTH, 561));
        g.draw(new Ellipse2D.Double(WIDTH / 2.0 - 330, 596, 660, 190));
        g.dispose();
        return image;
    }

    private static void light(Graphics2D g, double x) {
        g.setPaint(new RadialGradientPaint(
                (float) x, -40f, 520f, new float[] {0f, 1f}, new Color[] {new Color(150, 180, 255, 90), new Color(0, 0, 0, 0)}));
        g.fill(new Rectangle2D.Double(0, 0, WIDTH, 560));
    }

    private static void shadow(Graphics2D g, double x, double height) {
        double size = Math.max(0.35, 1 - height / 500);
        g.setColor(new Color(0, 0, 0, (int) (120 * size)));
        g.fill(new Ellipse2D.Double(x - 92 * size, 580 - 12 * size, 184 * size, 26 * size));
    }

    private static void ball(Graphics2D g, double x, double y, double radius, double turn) {
        AffineTransform before = g.getTransform();
        Shape outline = new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius);
        g.translate(x, y);
        g.setPaint(new RadialGradientPaint(
                (float) (-radius * 0.35),
                (float) (-radius * 0.4),
                (float) (radius * 1.5),
                new float[] {0f, 0.45f, 1f},
                new Color[] {BALL_LIGHT, BALL, BALL_DARK}));
        g.fill(outline);
        g.rotate(turn);
        Shape clip = g.getClip();
        g.clip(outline);
        g.setColor(SEAM);
        g.setStroke(new BasicStroke((float) (radius * 0.055)));
        g.draw(new java.awt.geom.Line2D.Double(-radius, 0, radius, 0));
        g.draw(new java.awt.geom.Line2D.Double(0, -radius, 0, radius));
        g.draw(new Arc2D.Double(-radius * 2.02, -radius * 0.85, radius * 1.7, radius * 1.7, -90, 180, Arc2D.OPEN));
        g.draw(new Arc2D.Double(radius * 0.32, -radius * 0.85, radius * 1.7, radius * 1.7, 90, 180, Arc2D.OPEN));
        g.setClip(clip);
        g.draw(new Ellipse2D.Double(-radius * 0.975, -radius * 0.975, radius * 1.95, radius * 1.95));
        g.setTransform(before);
    }

    private static void star(Graphics2D g, double x, double y, double radius, Color color, double alpha) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < 10; i++) {
            double angle = -Math.PI / 2 + i * Math.PI / 5;
            double reach = i % 2 == 0 ? radius : radius * 0.42;
            double px = x + Math.cos(angle) * reach;
            double py = y + Math.sin(angle) * reach;
            if (i == 0) {
                path.moveTo(px, py);
            } else {
                path.lineTo(px, py);
            }
        }
        path.closePath();
        g.setColor(faded(color, alpha));
        g.fill(path);
    }

    private static void centered(
            Graphics2D g, String text, double baseline, double size, double spacing, Color color, double alpha) {
        double width = outline(g, text, size, spacing).getBounds2D().getWidth();
        text(g, text, (WIDTH - width) / 2, baseline, size, spacing, color, alpha);
    }

    private static void text(
            Graphics2D g, String text, double x, double baseline, double size, double spacing, Color color, double alpha) {
        Shape outline = outline(g, text, size, spacing);
        double lift = size * 0.035;
        g.setColor(faded(Color.BLACK, alpha * 0.45));
        g.fill(AffineTransform.getTranslateInstance(x + lift, baseline + lift).createTransformedShape(outline));
        g.setColor(faded(color, alpha));
        g.fill(AffineTransform.getTranslateInstance(x, baseline).createTransformedShape(outline));
    }

    private static Shape outline(Graphics2D g, String text, double size, double spacing) {
        Font font = new Font(Font.SANS_SERIF, Font.BOLD, 10)
                .deriveFont((float) size)
                .deriveFont(Map.of(TextAttribute.TRACKING, (float) spacing));
        return font.createGlyphVector(g.getFontRenderContext(), text).getOutline();
    }

    private static void fade(Graphics2D g, double dark) {
        g.setColor(faded(Color.BLACK, dark));
        g.fill(new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
    }

    private static Color faded(Color color, double alpha) {
        int opacity = (int) Math.round(255 * Math.max(0, Math.min(1, alpha)));
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), opacity);
    }

    /** Height above the floor of a ball that is dropped and loses half its height at each bounce. */
    private static double bounce(double t) {
        double gravity = 2600;
        double height = 330;
        double fall = Math.sqrt(2 * height / gravity);
        if (t < fall) {
            return height - gravity * t * t / 2;
        }
        double begin = fall;
        for (int i = 0; i < 6; i++) {
            height *= 0.42;
            double half = Math.sqrt(2 * height / gravity);
            if (t < begin + 2 * half) {
                double fromTop = t - begin - half;
                return height - gravity * fromTop * fromTop / 2;
            }
            begin += 2 * half;
        }
        return 0;
    }

    private static double ease(double x) {
        double in = Math.max(0, Math.min(1, x));
        return 1 - Math.pow(1 - in, 3);
    }

    private static Graphics2D graphics(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return g;
    }

    private static void encode(String ffmpeg, Path target, int frames, IntFunction<BufferedImage> drawing)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        ffmpeg, "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s", WIDTH + "x" + HEIGHT,
                        "-r", "" + RATE, "-i", "-", "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,"
                                + "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv",
                        "-c:v", "libx264", "-preset", "veryslow", "-crf", "25", "-tune", "animation",
                        "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart", target.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream pictures = process.getOutputStream()) {
            for (int frame = 0; frame < frames; frame++) {
                pictures.write(((DataBufferByte) drawing.apply(frame).getRaster().getDataBuffer()).getData());
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException("ffmpeg could not write " + target);
        }
    }
}
