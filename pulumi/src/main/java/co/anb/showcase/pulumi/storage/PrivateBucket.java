package co.anb.showcase.pulumi.storage;

import co.anb.showcase.pulumi.Json;
import co.anb.showcase.pulumi.Tags;
import com.pulumi.aws.s3.BucketCorsConfigurationV2;
import com.pulumi.aws.s3.BucketCorsConfigurationV2Args;
import com.pulumi.aws.s3.BucketLifecycleConfigurationV2;
import com.pulumi.aws.s3.BucketLifecycleConfigurationV2Args;
import com.pulumi.aws.s3.BucketOwnershipControls;
import com.pulumi.aws.s3.BucketOwnershipControlsArgs;
import com.pulumi.aws.s3.BucketPolicy;
import com.pulumi.aws.s3.BucketPolicyArgs;
import com.pulumi.aws.s3.BucketPublicAccessBlock;
import com.pulumi.aws.s3.BucketPublicAccessBlockArgs;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2Args;
import com.pulumi.aws.s3.BucketV2;
import com.pulumi.aws.s3.BucketV2Args;
import com.pulumi.aws.s3.BucketVersioningV2;
import com.pulumi.aws.s3.BucketVersioningV2Args;
import com.pulumi.aws.s3.inputs.BucketCorsConfigurationV2CorsRuleArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleFilterArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs;
import com.pulumi.aws.s3.inputs.BucketOwnershipControlsRuleArgs;
import com.pulumi.aws.s3.inputs.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs;
import com.pulumi.aws.s3.inputs.BucketServerSideEncryptionConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketVersioningV2VersioningConfigurationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;

/**
 * A bucket that is versioned, encrypted, closed to the public and to plain HTTP. The one place with names of provider
 * version 6, which version 7 drops the {@code V2} of.
 */
final class PrivateBucket {

    private static final int MULTIPART_DAYS = 7;
    private static final int OLD_VERSION_DAYS = 30;

    private final String name;
    private final BucketV2 bucket;
    private final CustomResourceOptions child;

    PrivateBucket(String name, boolean protect, Resource parent) {
        this.name = name;
        child = CustomResourceOptions.builder().parent(parent).build();
        bucket = new BucketV2(
                name,
                BucketV2Args.builder()
                        .bucketPrefix(name + "-")
                        .forceDestroy(false)
                        .tags(Tags.named(name))
                        .build(),
                CustomResourceOptions.builder().parent(parent).protect(protect).build());
        BucketVersioningV2 versioning = keepOldVersions();
        encrypt();
        closeToThePublic();
        tidyUp(versioning);
    }

    Output<String> name() {
        return bucket.bucket();
    }

    Output<String> arn() {
        return bucket.arn();
    }

    void allowOrigin(Output<String> origin) {
        new BucketCorsConfigurationV2(
                name,
                BucketCorsConfigurationV2Args.builder()
                        .bucket(bucket.id())
                        .corsRules(BucketCorsConfigurationV2CorsRuleArgs.builder()
                                .allowedOrigins(origin.applyValue(List::of))
                                .allowedMethods("GET", "HEAD", "PUT")
                                .allowedHeaders("*")
                                .exposeHeaders("ETag")
                                .maxAgeSeconds(3600)
                                .build())
                        .build(),
                child);
    }

    private BucketVersioningV2 keepOldVersions() {
        return new BucketVersioningV2(
                name,
                BucketVersioningV2Args.builder()
                        .bucket(bucket.id())
                        .versioningConfiguration(BucketVersioningV2VersioningConfigurationArgs.builder()
                                .status("Enabled")
                                .build())
                        .build(),
                child);
    }

    private void encrypt() {
        var byDefault = BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs.builder()
                .sseAlgorithm("AES256")
                .build();
        new BucketServerSideEncryptionConfigurationV2(
                name,
                BucketServerSideEncryptionConfigurationV2Args.builder()
                        .bucket(bucket.id())
                        .rules(BucketServerSideEncryptionConfigurationV2RuleArgs.builder()
                                .applyServerSideEncryptionByDefault(byDefault)
                                .build())
                        .build(),
                child);
    }

    private void closeToThePublic() {
        var block = new BucketPublicAccessBlock(
                name,
                BucketPublicAccessBlockArgs.builder()
                        .bucket(bucket.id())
                        .blockPublicAcls(true)
                        .blockPublicPolicy(true)
                        .ignorePublicAcls(true)
                        .restrictPublicBuckets(true)
                        .build(),
                child);
        new BucketOwnershipControls(
                name,
                BucketOwnershipControlsArgs.builder()
                        .bucket(bucket.id())
                        .rule(BucketOwnershipControlsRuleArgs.builder()
                                .objectOwnership("BucketOwnerEnforced")
                                .build())
                        .build(),
                child);
        new BucketPolicy(
                name,
                BucketPolicyArgs.builder()
                        .bucket(bucket.id())
                        .policy(bucket.arn().applyValue(PrivateBucket::refusePlainHttp))
                        .build(),
                // S3 refuses two settings of one bucket at the same time.
                CustomResourceOptions.merge(
                        child, CustomResourceOptions.builder().dependsOn(block).build()));
    }

    private void tidyUp(BucketVersioningV2 versioning) {
        new BucketLifecycleConfigurationV2(
                name,
                BucketLifecycleConfigurationV2Args.builder()
                        .bucket(bucket.id())
                        .rules(BucketLifecycleConfigurationV2RuleArgs.builder()
                                .id("tidy-up")
                                .status("Enabled")
                                .filter(BucketLifecycleConfigurationV2RuleFilterArgs.builder()
                                        .prefix("")
                                        .build())
                                .abortIncompleteMultipartUpload(
                                        BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs.builder()
                                                .daysAfterInitiation(MULTIPART_DAYS)
                                                .build())
                                .noncurrentVersionExpiration(
                                        BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs.builder()
                                                .noncurrentDays(OLD_VERSION_DAYS)
                                                .build())
                                .build())
                        .build(),
                CustomResourceOptions.merge(
                        child,
                        CustomResourceOptions.builder().dependsOn(versioning).build()));
    }

    private static String refusePlainHttp(String arn) {
        return Json.of(Map.of(
                "Version",
                "2012-10-17",
                "Statement",
                List.of(Map.of(
                        "Sid",
                        "RefusePlainHttp",
                        "Effect",
                        "Deny",
                        "Principal",
                        "*",
                        "Action",
                        "s3:*",
                        "Resource",
                        List.of(arn, arn + "/*"),
                        "Condition",
                        Map.of("Bool", Map.of("aws:SecureTransport", "false"))))));
    }
}
