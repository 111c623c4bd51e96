package co.anb.showcase.shared.storage.s3;

import co.anb.showcase.shared.storage.ByteRange;
import co.anb.showcase.shared.storage.MultipartUpload;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.PartTag;
import co.anb.showcase.shared.storage.StorageWorkers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.ResponsePublisher;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * The S3 operations that we use, on one bucket. Each is begun on a worker thread, since the SDK looks for credentials
 * on the thread that calls it, and completes on the caller's context with the result or a problem.
 */
final class BucketClient {

    private static final ServerSideEncryption ENCRYPTION = ServerSideEncryption.AES256;

    private final Vertx vertx;
    private final StorageWorkers workers;
    private final S3AsyncClient client;
    private final String bucket;

    BucketClient(Vertx vertx, StorageWorkers workers, S3AsyncClient client, String bucket) {
        this.vertx = vertx;
        this.workers = workers;
        this.client = client;
        this.bucket = bucket;
    }

    Future<Void> headBucket() {
        return call("HeadBucket", () -> client.headBucket(request -> request.bucket(bucket)))
                .mapEmpty();
    }

    Future<HeadObjectResponse> head(String key) {
        return call(
                "HeadObject",
                () -> client.headObject(request -> request.bucket(bucket).key(key)));
    }

    Future<ResponsePublisher<GetObjectResponse>> get(String key, @Nullable ByteRange range) {
        return call(
                "GetObject",
                () -> client.getObject(
                        request -> request.bucket(bucket).key(key).range(range == null ? null : range.headerValue()),
                        AsyncResponseTransformer.toPublisher()));
    }

    Future<Void> put(String key, ObjectMetadata metadata, AsyncRequestBody body) {
        return call(
                        "PutObject",
                        () -> client.putObject(
                                request -> request.bucket(bucket)
                                        .key(key)
                                        .contentType(metadata.contentType())
                                        .serverSideEncryption(ENCRYPTION),
                                body))
                .mapEmpty();
    }

    Future<ListObjectsV2Response> list(String after, int limit) {
        return call(
                "ListObjectsV2",
                () -> client.listObjectsV2(
                        request -> request.bucket(bucket).startAfter(after).maxKeys(limit)));
    }

    Future<Void> delete(String key) {
        return call(
                        "DeleteObject",
                        () -> client.deleteObject(
                                request -> request.bucket(bucket).key(key)))
                .mapEmpty();
    }

    Future<MultipartUpload> begin(String key, ObjectMetadata metadata) {
        return call(
                        "CreateMultipartUpload",
                        () -> client.createMultipartUpload(request -> request.bucket(bucket)
                                .key(key)
                                .contentType(metadata.contentType())
                                .serverSideEncryption(ENCRYPTION)))
                .map(begun -> new MultipartUpload(key, begun.uploadId()));
    }

    /** Sends one part from memory. */
    Future<PartTag> sendPart(UploadPartRequest part, AsyncRequestBody body) {
        return sendPart(part, body, failure -> S3Problems.of("UploadPart", failure));
    }

    /** Sends one part while it comes in; it fails with what its source failed with. */
    Future<PartTag> sendPart(UploadPartRequest part, StreamBody body) {
        return sendPart(part, body, failure -> body.failure().orElseGet(() -> S3Problems.of("UploadPart", failure)));
    }

    private Future<PartTag> sendPart(
            UploadPartRequest part, AsyncRequestBody body, Function<Throwable, Throwable> meaning) {
        UploadPartRequest request = part.toBuilder().bucket(bucket).build();
        return call(() -> client.uploadPart(request, body), meaning)
                .map(sent -> new PartTag(part.partNumber(), sent.eTag()));
    }

    Future<ListPartsResponse> listParts(MultipartUpload upload, @Nullable Integer after) {
        return call(
                "ListParts",
                () -> client.listParts(request -> request.bucket(bucket)
                        .key(upload.key())
                        .uploadId(upload.id())
                        .partNumberMarker(after)));
    }

    Future<Void> complete(MultipartUpload upload, List<PartTag> parts) {
        List<CompletedPart> list = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.etag())
                        .build())
                .toList();
        return call(
                        "CompleteMultipartUpload",
                        () -> client.completeMultipartUpload(request -> request.bucket(bucket)
                                .key(upload.key())
                                .uploadId(upload.id())
                                .multipartUpload(whole -> whole.parts(list))))
                .mapEmpty();
    }

    Future<Void> abort(MultipartUpload upload) {
        return call(
                        "AbortMultipartUpload",
                        () -> client.abortMultipartUpload(request ->
                                request.bucket(bucket).key(upload.key()).uploadId(upload.id())))
                .mapEmpty();
    }

    Future<ListMultipartUploadsResponse> listUploads(String prefix, @Nullable MultipartUpload after) {
        return call(
                "ListMultipartUploads",
                () -> client.listMultipartUploads(request -> request.bucket(bucket)
                        .prefix(prefix)
                        .keyMarker(after == null ? null : after.key())
                        .uploadIdMarker(after == null ? null : after.id())));
    }

    private <T> Future<T> call(String operation, Callable<CompletableFuture<T>> call) {
        return call(call, failure -> S3Problems.of(operation, failure));
    }

    private <T> Future<T> call(Callable<CompletableFuture<T>> call, Function<Throwable, Throwable> meaning) {
        Context context = vertx.getOrCreateContext();
        return workers.run(call)
                .compose(stage -> Future.fromCompletionStage(stage, context))
                .recover(failure -> Future.failedFuture(meaning.apply(failure)));
    }
}
