package co.anb.showcase.api.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client as naive as can be: a socket and bytes. It writes what it is told and reads only when it is told. */
public final class RawHttp implements AutoCloseable {

    /** What came back. */
    public record RawAnswer(int status, MultiMap headers, Buffer body) {}

    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    /** Connects to a port of loopback. */
    public RawHttp(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head of a request; without a length the body is chunked. */
    public static String head(String method, String path, String token, long contentLength, String... more) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n")
                .append("Authorization: Bearer ")
                .append(token)
                .append("\r\n")
                .append(contentLength < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + contentLength)
                .append("\r\n");
        for (String line : more) {
            head.append(line).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** Writes text. */
    @CanIgnoreReturnValue
    public RawHttp write(String text) {
        return write(Buffer.buffer(text));
    }

    /** Writes bytes. */
    @CanIgnoreReturnValue
    public RawHttp write(Buffer bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes());
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes all of a stream. */
    @CanIgnoreReturnValue
    public RawHttp write(InputStream bytes) {
        try (bytes) {
            bytes.transferTo(socket.getOutputStream());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for an answer. */
    public RawAnswer read() {
        try {
            int status = Integer.parseInt(line().split(" ", 3)[1]);
            MultiMap headers = MultiMap.caseInsensitiveMultiMap();
            for (String line = line(); !line.isEmpty(); line = line()) {
                String[] pair = line.split(":", 2);
                headers.add(pair[0], pair[1].strip());
            }
            int length = headers.contains("Content-Length") ? Integer.parseInt(headers.get("Content-Length")) : 0;
            return new RawAnswer(status, headers, Buffer.buffer(in.readNBytes(length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has closed its side. */
    public boolean isClosedByServer() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        Buffer line = Buffer.buffer();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the connection ended");
            }
            line.appendByte((byte) octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }
}
