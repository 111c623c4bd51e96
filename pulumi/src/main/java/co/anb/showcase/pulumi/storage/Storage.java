package co.anb.showcase.pulumi.storage;

import co.anb.showcase.pulumi.boot.Artifact;
import co.anb.showcase.pulumi.boot.UserData;
import co.anb.showcase.pulumi.settings.ReleaseFile;
import co.anb.showcase.pulumi.settings.Settings;
import com.pulumi.asset.FileAsset;
import com.pulumi.aws.s3.BucketObjectv2;
import com.pulumi.aws.s3.BucketObjectv2Args;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;

/**
 * The media bucket with its three prefixes, {@code uploads/}, {@code processed/} and {@code assets/}, and the release
 * bucket. A jar's key has its hash, so that a new jar is a new object and changes the user-data; Pulumi never deletes
 * the old ones, which a rollback takes.
 */
public final class Storage extends ComponentResource {

    private final CustomResourceOptions child =
            CustomResourceOptions.builder().parent(this).build();
    private final CustomResourceOptions kept =
            CustomResourceOptions.builder().parent(this).retainOnDelete(true).build();
    private final PrivateBucket media;
    private final PrivateBucket releases;
    private final Artifact coreJar;
    private final Artifact authJar;
    private final Artifact workerJar;
    private final Artifact databaseAuthority;

    public Storage(String name, Settings settings, ComponentResourceOptions options) {
        super("anb:storage:Storage", name, options);
        media = new PrivateBucket("anb-media", settings.protectData(), this);
        releases = new PrivateBucket("anb-releases", settings.protectData(), this);
        coreJar = jar("core", settings.artifacts().core());
        authJar = jar("auth", settings.artifacts().auth());
        workerJar = jar("worker", settings.artifacts().worker());
        databaseAuthority = release(
                "anb-rds-authorities",
                "certificates/" + settings.artifacts().rdsAuthorities().sha256() + ".pem",
                settings.artifacts().rdsAuthorities());
        settings.artifacts().grafana().forEach((path, file) -> configuration(path, file, settings.region()));
        settings.artifacts().assets().forEach(this::asset);
        registerOutputs(Map.of("mediaBucket", media.name(), "releaseBucket", releases.name()));
    }

    /** Lets pages of this origin send parts of an upload straight to the bucket, and read the tags that S3 answers. */
    public void acceptUploadsFrom(Output<String> origin) {
        media.allowOrigin(origin);
    }

    public Output<String> mediaBucket() {
        return media.name();
    }

    public Output<String> mediaBucketArn() {
        return media.arn();
    }

    public Output<String> releaseBucket() {
        return releases.name();
    }

    public Output<String> releaseBucketArn() {
        return releases.arn();
    }

    public Artifact coreJar() {
        return coreJar;
    }

    public Artifact authJar() {
        return authJar;
    }

    public Artifact workerJar() {
        return workerJar;
    }

    /** Certificates of the authorities of RDS. */
    public Artifact databaseAuthority() {
        return databaseAuthority;
    }

    private Artifact jar(String component, ReleaseFile file) {
        return release("anb-jar-" + component, "releases/" + component + "/" + file.sha256() + ".jar", file);
    }

    private Artifact release(String name, String key, ReleaseFile file) {
        new BucketObjectv2(name, object(releases, key, file).build(), kept);
        return new Artifact(key, file.sha256());
    }

    private void configuration(String path, ReleaseFile file, String region) {
        String key = UserData.CONFIGURATION_PREFIX + path;
        BucketObjectv2Args args = file.writtenFor(region)
                .map(text -> object(releases, key).content(text))
                .orElseGet(() -> object(releases, key, file))
                .build();
        new BucketObjectv2("anb-" + key, args, child);
    }

    private void asset(String path, ReleaseFile file) {
        String key = "assets/" + path;
        new BucketObjectv2("anb-" + key, object(media, key, file).build(), child);
    }

    private static BucketObjectv2Args.Builder object(PrivateBucket bucket, String key, ReleaseFile file) {
        return object(bucket, key).source(new FileAsset(file.path().toString())).sourceHash(file.sha256());
    }

    private static BucketObjectv2Args.Builder object(PrivateBucket bucket, String key) {
        return BucketObjectv2Args.builder().bucket(bucket.name()).key(key).serverSideEncryption("AES256");
    }
}
