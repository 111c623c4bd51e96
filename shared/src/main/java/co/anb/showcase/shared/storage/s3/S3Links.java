package co.anb.showcase.shared.storage.s3;

import co.anb.showcase.shared.storage.Disposition;
import co.anb.showcase.shared.storage.MultipartUpload;
import co.anb.showcase.shared.storage.StorageWorkers;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Presigned links (AWS Signature Version 4, query parameters). A link made with a session token works no longer than
 * the token. Signing needs credentials, so it is done on worker threads.
 */
final class S3Links {

    private final StorageWorkers workers;
    private final S3Presigner presigner;
    private final OperationLog operations;
    private final String bucket;

    S3Links(StorageWorkers workers, S3Presigner presigner, OperationLog operations, String bucket) {
        this.workers = workers;
        this.presigner = presigner;
        this.operations = operations;
        this.bucket = bucket;
    }

    Future<URI> forObject(String key, Duration ttl, Disposition disposition) {
        return sign(
                "GetObject",
                () -> presigner
                        .presignGetObject(link -> link.signatureDuration(ttl)
                                .getObjectRequest(request -> request.bucket(bucket)
                                        .key(key)
                                        .responseContentDisposition(disposition.headerValue())
                                        .responseCacheControl("private, max-age=" + ttl.toSeconds())))
                        .url()
                        .toURI());
    }

    /** The length is a signed header: S3 refuses a body of another one. */
    Future<URI> forPart(MultipartUpload upload, int number, long length, Duration ttl) {
        return sign(
                "UploadPart",
                () -> presigner
                        .presignUploadPart(link -> link.signatureDuration(ttl)
                                .uploadPartRequest(request -> request.bucket(bucket)
                                        .key(upload.key())
                                        .uploadId(upload.id())
                                        .partNumber(number)
                                        .contentLength(length)))
                        .url()
                        .toURI());
    }

    private Future<URI> sign(String operation, Callable<URI> signing) {
        return workers.run(() -> {
                    operations.add(operation);
                    return signing.call();
                })
                .recover(failure -> Future.failedFuture(S3Problems.of("sign " + operation, failure)));
    }
}
