package co.anb.showcase.shared.storage.s3;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.config.Secret;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;

/**
 * Who asks S3, in the order in which it is looked at: keys given here, a file of profiles, or the SDK's default chain
 * (environment, shared files, container, instance).
 *
 * <p>Keys given here never change. A file, here or in the chain, is read again when it changes, so that a session token
 * that ran out is replaced by writing a new one there, without a restart; what the chain gets from an instance is
 * renewed by the SDK.
 *
 * @param accessKeyId {@code s3.access-key-id}
 * @param secretAccessKey {@code s3.secret-access-key}
 * @param sessionToken {@code s3.session-token}, with temporary keys
 * @param file {@code s3.credentials-file}: in the format of {@code ~/.aws/credentials}
 * @param profile {@code s3.profile}: which of its profiles, {@code default} without one
 */
public record S3Credentials(
        Optional<Secret> accessKeyId,
        Optional<Secret> secretAccessKey,
        Optional<Secret> sessionToken,
        Optional<Path> file,
        Optional<String> profile) {

    static S3Credentials from(ConfigReader reader) {
        S3Credentials credentials = new S3Credentials(
                reader.optionalSecret("s3.access-key-id"),
                reader.optionalSecret("s3.secret-access-key"),
                reader.optionalSecret("s3.session-token"),
                reader.optional("s3.credentials-file").map(Path::of),
                reader.optional("s3.profile"));
        credentials.check(reader);
        return credentials;
    }

    AwsCredentialsProvider provider() {
        if (accessKeyId.isPresent()) {
            return StaticCredentialsProvider.create(keys());
        }
        if (file.isPresent()) {
            return ProfileCredentialsProvider.builder()
                    .profileFile(ProfileFileSupplier.reloadWhenModified(file.get(), ProfileFile.Type.CREDENTIALS))
                    .profileName(profile.orElse("default"))
                    .build();
        }
        DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
        profile.ifPresent(chain::profileName);
        return chain.build();
    }

    private AwsCredentials keys() {
        String id = accessKeyId.orElseThrow().value();
        String secret = secretAccessKey.orElseThrow().value();
        return sessionToken
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token.value()))
                .orElseGet(() -> AwsBasicCredentials.create(id, secret));
    }

    private void check(ConfigReader reader) {
        if (accessKeyId.isPresent() != secretAccessKey.isPresent()) {
            String missing = accessKeyId.isPresent() ? "s3.secret-access-key" : "s3.access-key-id";
            reader.reject(missing, "is required with the other half of the key");
        }
        if (sessionToken.isPresent() && accessKeyId.isEmpty()) {
            reader.reject("s3.session-token", "goes with s3.access-key-id and s3.secret-access-key");
        }
        if (accessKeyId.isPresent() && (file.isPresent() || profile.isPresent())) {
            reader.reject("s3.access-key-id", "stands in the way of s3.credentials-file and s3.profile");
        }
    }
}
