package co.anb.showcase.shared.cluster;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * The running instances that have a tag, by {@code DescribeInstances} of EC2's Query API. The SDK signs; its client for
 * EC2 would make each jar larger by more than all of the SDK that is in it (docs/adr/018). Its method blocks.
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
     * Their private addresses, of all pages.
     *
     * @throws IOException when EC2 can't be reached, takes too long or refuses
     * @throws software.amazon.awssdk.core.exception.SdkException when there are no credentials
     */
    List<String> privateAddresses() throws IOException, InterruptedException {
        List<String> addresses = new ArrayList<>();
        String token = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            Ec2Answer answer = Ec2Answer.read(ask(token));
            addresses.addAll(answer.privateAddresses());
            token = answer.nextToken();
            if (token.isEmpty()) {
                return addresses;
            }
        }
        throw new IOException("EC2 has more than " + MOST_PAGES + " pages of instances with " + config.tagName());
    }

    private String ask(String token) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> asked =
                http.sendAsync(signed(form(token)), HttpResponse.BodyHandlers.ofString());
        try {
            HttpResponse<String> response = asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                String code = Ec2Answer.errorCode(response.body());
                throw new IOException(("EC2 answers " + response.statusCode() + " " + code).strip());
            }
            return response.body();
        } catch (ExecutionException e) {
            throw new IOException("EC2 can't be asked: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("EC2 gave no answer within " + limit.toMillis() + " ms", e);
        } finally {
            asked.cancel(true);
        }
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
