package co.anb.showcase.shared.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.storage.MultipartPortContract;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.testkit.S3Bucket;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Uploads in parts into a bucket. */
@Showcase
class S3MultipartIT extends MultipartPortContract {

    private static S3Bucket bucket;

    @BeforeAll
    static void start(ShowcaseServices services) {
        bucket = services.s3Bucket();
    }

    @Override
    protected StoragePort open(Vertx vertx) {
        return S3Store.open(vertx, bucket);
    }

    @AfterEach
    void nothingStaysBehind() {
        assertThat(bucket.openUploads()).isEmpty();
    }
}
