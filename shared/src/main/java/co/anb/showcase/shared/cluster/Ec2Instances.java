package co.anb.showcase.shared.cluster;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * The running instances that have a tag, by {@code DescribeInstances} of EC2's Query API. The SDK signs; its client for
 * EC2 would make each jar larger by more than all of the SDK that is in it (docs/adr/018). Credentials are looked for
 * on the caller's thread.
 */
final class Ec2Instances {

    private static final String VERSION = "2016-11-15";
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
    private static final String CONTENT_TYPE = "Content-Type";
    private static final int PAGE = 100;
    /** More than that are not members of anything of ours. */
    private static final int MOST_PAGES = 10;

    private final Ec2Config config;
    private final AwsCredentialsProvider credentials;
    private final Duration limit;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final HttpClient http;

    /** @param limit of one answer, from the request to its last byte */
    Ec2Instances(Ec2Config config, AwsCredentialsProvider credentials, Duration limit) {
        this.config = config;
        this.credentials = credentials;
        this.limit = limit;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .build();
    }

    /**
     * Their private addresses, of all pages. Fails with an {@link IOException} when EC2 can't be reached, takes too
     * long or refuses, and with the SDK's own exception when there are no credentials.
     */
    CompletableFuture<List<String>> privateAddresses() {
        return from("", 1);
    }

    private CompletableFuture<List<String>> from(String token, int page) {
        if (page > MOST_PAGES) {
            return CompletableFuture.failedFuture(new IOException(
                    "EC2 has more than " + MOST_PAGES + " pages of instances with " + config.tagName()));
        }
        return ask(token).thenCompose(answer -> {
            CompletableFuture<List<String>> rest = answer.nextToken().isEmpty()
                    ? CompletableFuture.completedFuture(List.of())
                    : from(answer.nextToken(), page + 1);
            return rest.thenApply(others -> Stream.concat(answer.privateAddresses().stream(), others.stream())
                    .toList());
        });
    }

    private CompletableFuture<Ec2Answer> ask(String token) {
        CompletableFuture<HttpResponse<String>> sent =
                http.sendAsync(signed(form(token)), HttpResponse.BodyHandlers.ofString());
        return sent.copy()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> sent.cancel(true))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(failure)))
                .thenCompose(Ec2Instances::read);
    }

    private static CompletableFuture<Ec2Answer> read(HttpResponse<String> response) {
        try {
            if (response.statusCode() == 200) {
                return CompletableFuture.completedFuture(Ec2Answer.read(response.body()));
            }
            String code = Ec2Answer.errorCode(response.body());
            return CompletableFuture.failedFuture(
                    new IOException(("EC2 answers " + response.statusCode() + " " + code).strip()));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private IOException told(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? new IOException("EC2 gave no answer within " + limit.toMillis() + " ms", cause)
                : new IOException("EC2 can't be asked: " + cause, cause);
    }

    private HttpRequest signed(String form) {
        SdkHttpRequest plain = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(config.endpoint())
                .putHeader(CONTENT_TYPE, FORM)
                .build();
        SdkHttpRequest signed = signer.sign(request -> request.identity(credentials.resolveCredentials())
                        .request(plain)
                        .payload(ContentStreamProvider.fromUtf8String(form))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ec2")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, config.region()))
                .request();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(signed.getUri()).POST(HttpRequest.BodyPublishers.ofString(form));
        signed.forEachHeader((name, values) -> {
            // The client writes these itself, as they were signed.
            if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private String form(String token) {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "Action",
                "DescribeInstances",
                "Version",
                VERSION,
                "MaxResults",
                String.valueOf(PAGE),
                "Filter.1.Name",
                "instance-state-name",
                "Filter.1.Value.1",
                "running",
                "Filter.2.Name",
                "tag:" + config.tagName(),
                "Filter.2.Value.1",
                config.tagValue()));
        if (!token.isEmpty()) {
            fields.put("NextToken", token);
        }
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
