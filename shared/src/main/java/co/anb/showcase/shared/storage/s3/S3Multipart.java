package co.anb.showcase.shared.storage.s3;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.ExactLength;
import co.anb.showcase.shared.storage.MultipartPort;
import co.anb.showcase.shared.storage.MultipartUpload;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.PartRules;
import co.anb.showcase.shared.storage.PartTag;
import co.anb.showcase.shared.storage.StorageKey;
import co.anb.showcase.shared.storage.StorageProblems;
import co.anb.showcase.shared.storage.StoredObject;
import co.anb.showcase.shared.storage.StoredPart;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Uploads in parts, as S3 has them. */
final class S3Multipart implements MultipartPort {

    /** A part comes as fast as its client sends it; standing still is what ends it. */
    private static final Duration LONGEST_PART = Duration.ofHours(2);

    private final Vertx vertx;
    private final BucketClient bucket;
    private final S3Links links;
    private final Function<String, Future<StoredObject>> stat;

    S3Multipart(Vertx vertx, BucketClient bucket, S3Links links, Function<String, Future<StoredObject>> stat) {
        this.vertx = vertx;
        this.bucket = bucket;
        this.links = links;
        this.stat = stat;
    }

    @Override
    public Future<MultipartUpload> begin(String key, ObjectMetadata metadata) {
        return StorageProblems.withValid(key, valid -> bucket.begin(key, metadata));
    }

    @Override
    public Future<StoredPart> savePart(MultipartUpload upload, int number, long length, ReadStream<Buffer> source) {
        PartRules.check(number, length);
        StreamBody body = new StreamBody(new ExactLength(source, length), length, vertx.getOrCreateContext());
        UploadPartRequest request = UploadPartRequest.builder()
                .key(upload.key())
                .uploadId(upload.id())
                .partNumber(number)
                .contentLength(length)
                .overrideConfiguration(slow -> slow.apiCallTimeout(LONGEST_PART).apiCallAttemptTimeout(LONGEST_PART))
                .build();
        return StorageProblems.withKey(upload.key(), valid -> bucket.sendPart(request, body))
                .map(tag -> new StoredPart(tag, length))
                .onFailure(failure -> body.release());
    }

    @Override
    public Future<List<StoredPart>> parts(MultipartUpload upload) {
        return StorageProblems.withKey(upload.key(), valid -> list(upload, new ArrayList<>(), null));
    }

    @Override
    public Future<StoredObject> complete(MultipartUpload upload, List<PartTag> parts) {
        if (parts.isEmpty()) {
            return Future.failedFuture(StorageProblems.wrongParts());
        }
        return StorageProblems.withKey(upload.key(), valid -> bucket.complete(upload, parts))
                // Completed before, by a caller that never heard of it; else there is no object either.
                .recover(failure -> ProblemException.is(ProblemType.NOT_FOUND, failure)
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure))
                .compose(there -> stat.apply(upload.key()));
    }

    @Override
    public Future<Void> abort(MultipartUpload upload) {
        return bucket.abort(upload);
    }

    @Override
    public Future<Void> abortAll(String key) {
        return StorageKey.parse(key).isEmpty() ? Future.succeededFuture() : bucket.abortAll(key, any -> true);
    }

    @Override
    public Future<URI> partUrl(MultipartUpload upload, int number, long length, Duration ttl) {
        PartRules.check(number, length);
        return StorageProblems.withValid(upload.key(), valid -> links.forPart(upload, number, length, ttl));
    }

    private Future<List<StoredPart>> list(MultipartUpload upload, List<StoredPart> found, @Nullable Integer after) {
        return bucket.listParts(upload, after).compose(page -> {
            page.parts()
                    .forEach(part ->
                            found.add(new StoredPart(new PartTag(part.partNumber(), part.eTag()), part.size())));
            return Boolean.TRUE.equals(page.isTruncated())
                    ? list(upload, found, page.nextPartNumberMarker())
                    : Future.succeededFuture(List.copyOf(found));
        });
    }
}
