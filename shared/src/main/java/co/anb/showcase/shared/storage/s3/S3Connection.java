package co.anb.showcase.shared.storage.s3;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The SDK's client and signer as the configuration wants them.
 *
 * <p>Checksums beside TLS and S3's own are only made where an operation must have one: an upload in parts that was
 * begun with a checksum algorithm wants one of every part, which a browser that PUTs to a presigned link does not send.
 */
record S3Connection(S3AsyncClient client, S3Presigner presigner, OperationLog operations, SdkEventLoopGroup threads) {

    private static final Logger LOG = LoggerFactory.getLogger(S3Connection.class);
    private static final int THREADS = 2;
    private static final int PENDING_PER_CONNECTION = 16;

    /** Blocks: the SDK reads profiles and looks for a region. */
    static S3Connection open(S3Config config, String service) {
        OperationLog operations = new OperationLog(config.operationsDir().map(dir -> dir.resolve(service + ".txt")));
        AwsCredentialsProvider credentials = config.credentials().provider();
        S3Presigner presigner = presigner(config, credentials);
        SdkEventLoopGroup threads =
                SdkEventLoopGroup.builder().numberOfThreads(THREADS).build();
        S3AsyncClient client = S3AsyncClient.builder()
                .credentialsProvider(credentials)
                .forcePathStyle(config.pathStyle())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(overrides(config, operations))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .eventLoopGroup(threads)
                        .maxConcurrency(config.connections())
                        .maxPendingConnectionAcquires(config.connections() * PENDING_PER_CONNECTION)
                        .connectionTimeout(config.attemptTimeout())
                        .connectionAcquisitionTimeout(config.callTimeout())
                        .readTimeout(config.attemptTimeout())
                        .writeTimeout(config.attemptTimeout()))
                .applyMutation(builder -> {
                    config.region().map(Region::of).ifPresent(builder::region);
                    config.endpoint().ifPresent(builder::endpointOverride);
                })
                .build();
        return new S3Connection(client, presigner, operations, threads);
    }

    /** Ends the threads without the two seconds that Netty would wait for more work. */
    void close() {
        presigner.close();
        client.close();
        threads.eventLoopGroup()
                .shutdownGracefully(0, 2, TimeUnit.SECONDS)
                .addListener(ended -> LOG.debug("the threads of the S3 client ended success={}", ended.isSuccess()));
    }

    private static Consumer<ClientOverrideConfiguration.Builder> overrides(S3Config config, OperationLog operations) {
        RetryMode mode = config.retry() == S3Config.Retry.ADAPTIVE ? RetryMode.ADAPTIVE_V2 : RetryMode.STANDARD;
        return overrides -> overrides
                .addExecutionInterceptor(operations)
                .addExecutionInterceptor(new AttemptCounter())
                .addExecutionInterceptor(new StoredAnswers())
                .retryStrategy(AwsRetryStrategy.forRetryMode(mode).toBuilder()
                        .maxAttempts(config.attempts())
                        .build())
                .apiCallAttemptTimeout(config.attemptTimeout())
                .apiCallTimeout(config.callTimeout());
    }

    private static S3Presigner presigner(S3Config config, AwsCredentialsProvider credentials) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .credentialsProvider(credentials)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(config.pathStyle())
                        .build());
        config.region().map(Region::of).ifPresent(builder::region);
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
