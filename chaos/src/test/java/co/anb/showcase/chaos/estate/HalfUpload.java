package co.anb.showcase.chaos.estate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** An upload over a plain socket that stops in the middle of the file, until it is told to go on or to go away. */
public final class HalfUpload {

    private static final String BOUNDARY = "anb-chaos";
    private static final int ANSWER_MILLIS = 20_000;

    private final Socket socket;
    private final byte[] rest;

    private HalfUpload(Socket socket, byte[] rest) {
        this.socket = socket;
        this.rest = rest;
    }

    /** Sends the request's head, the title and the first half of the file. */
    public static HalfUpload begin(int port, String token, Path file) {
        try {
            byte[] body = body(Files.readAllBytes(file));
            int half = body.length / 2;
            String head = """
                    POST /api/videos/upload HTTP/1.1
                    Host: localhost
                    Authorization: Bearer %s
                    Content-Type: multipart/form-data; boundary=%s
                    Content-Length: %d
                    Connection: close

                    """.formatted(token, BOUNDARY, body.length);
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(crlf(head));
            socket.getOutputStream().write(body, 0, half);
            socket.getOutputStream().flush();
            return new HalfUpload(socket, Arrays.copyOfRange(body, half, body.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the second half. */
    public void finish() {
        try {
            socket.getOutputStream().write(rest);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks the connection. */
    public void abandon() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server said until the connection ended; empty when it broke without a word. */
    public String answer() {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // A connection that breaks is an answer too: none.
            return "";
        }
    }

    private static byte[] body(byte[] file) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(crlf("""
                --%1$s
                Content-Disposition: form-data; name="title"

                Tiro libre
                --%1$s
                Content-Disposition: form-data; name="video_file"; filename="clip.mp4"
                Content-Type: video/mp4

                """.formatted(BOUNDARY)));
        body.write(file);
        body.write(crlf("\n--%s--\n".formatted(BOUNDARY)));
        return body.toByteArray();
    }

    private static byte[] crlf(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
