package co.anb.showcase.api.upload;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.buffer.Buffer;

/** A multipart body put together by hand, so that it can also be wrong. */
final class MultipartBody {

    static final String BOUNDARY = "----anb-test-boundary";
    static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final Buffer bytes = Buffer.buffer();

    /** A good body: title, then file. */
    static Buffer of(String title, String fileName, Buffer file) {
        return new MultipartBody()
                .field("title", title)
                .file("video_file", fileName, file)
                .end();
    }

    @CanIgnoreReturnValue
    MultipartBody field(String name, String value) {
        bytes.appendString("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n")
                .appendString(value)
                .appendString("\r\n");
        return this;
    }

    @CanIgnoreReturnValue
    MultipartBody file(String name, String fileName, Buffer content) {
        bytes.appendBuffer(fileHead(name, fileName)).appendBuffer(content).appendString("\r\n");
        return this;
    }

    /** What stands before a file's bytes. */
    static Buffer fileHead(String name, String fileName) {
        return Buffer.buffer("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\""
                + fileName + "\"\r\nContent-Type: video/mp4\r\n\r\n");
    }

    /** What stands after the last part. */
    static Buffer tail() {
        return Buffer.buffer("\r\n--" + BOUNDARY + "--\r\n");
    }

    /** The whole body. */
    Buffer end() {
        return bytes.appendString("--" + BOUNDARY + "--\r\n");
    }

    /** The body without its last boundary. */
    Buffer withoutEnd() {
        return bytes;
    }
}
