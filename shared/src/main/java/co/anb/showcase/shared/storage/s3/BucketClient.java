package co.anb.showcase.shared.storage.s3;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOG = LoggerFactory.getLogger(BucketClient.class);
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

    /** Begins an upload. When that took more than one attempt, it ends those whose answers were lost. */
    Future<MultipartUpload> begin(String key, ObjectMetadata metadata) {
        AtomicInteger attempts = new AtomicInteger();
        return call(
                        "CreateMultipartUpload",
                        () -> client.createMultipartUpload(request -> request.bucket(bucket)
                                .key(key)
                                .contentType(metadata.contentType())
                                .serverSideEncryption(ENCRYPTION)
                                .overrideConfiguration(
                                        counted -> counted.putExecutionAttribute(AttemptCounter.ATTEMPTS, attempts))))
                .map(begun -> new MultipartUpload(key, begun.uploadId()))
                .compose(begun -> attempts.get() > 1 ? abortOthers(begun).map(begun) : Future.succeededFuture(begun));
    }

    private Future<Void> abortOthers(MultipartUpload begun) {
        return abortAll(begun.key(), other -> !other.equals(begun)).recover(failure -> {
            LOG.warn("uploads whose answers were lost may be open key={}", begun.key(), failure);
            return Future.succeededFuture();
        });
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

    /** Gives an upload up; one that is not there is no failure. */
    Future<Void> abort(MultipartUpload upload) {
        return call(
                        "AbortMultipartUpload",
                        () -> client.abortMultipartUpload(request ->
                                request.bucket(bucket).key(upload.key()).uploadId(upload.id())))
                .<Void>mapEmpty()
                .recover(failure -> ProblemException.is(ProblemType.NOT_FOUND, failure)
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    /** Gives up those open uploads of a key that the condition holds for. */
    Future<Void> abortAll(String key, Predicate<MultipartUpload> condition) {
        return abortAll(key, condition, null);
    }

    private Future<Void> abortAll(String key, Predicate<MultipartUpload> condition, @Nullable MultipartUpload after) {
        return listUploads(key, after).compose(page -> {
            List<Future<Void>> aborts = page.uploads().stream()
                    .map(open -> new MultipartUpload(open.key(), open.uploadId()))
                    .filter(open -> key.equals(open.key()) && condition.test(open))
                    .map(this::abort)
                    .toList();
            Future<Void> done = Future.join(aborts).mapEmpty();
            return Boolean.TRUE.equals(page.isTruncated())
                    ? done.compose(none -> abortAll(
                            key, condition, new MultipartUpload(page.nextKeyMarker(), page.nextUploadIdMarker())))
                    : done;
        });
    }

    private Future<ListMultipartUploadsResponse> listUploads(String prefix, @Nullable MultipartUpload after) {
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
