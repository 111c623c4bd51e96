package co.anb.showcase.shared.storage.s3;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.StorageProblems;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What S3 and the SDK fail with, as the problems that the port promises. Names of buckets, hosts and keys stay in the
 * log: a client is only told that the storage did not answer.
 */
final class S3Problems {

    private static final Logger LOG = LoggerFactory.getLogger(S3Problems.class);
    private static final int NOT_FOUND = 404;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final String NO_BUCKET = "NoSuchBucket";
    /** Codes of CompleteMultipartUpload for a list of parts that makes no object. */
    private static final Set<String> WRONG_PARTS =
            Set.of("InvalidPart", "InvalidPartOrder", "EntityTooSmall", "MalformedXML");

    private S3Problems() {}

    static ProblemException of(String operation, Throwable failure) {
        Throwable root =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (root instanceof ProblemException problem) {
            return problem;
        }
        if (root instanceof AwsServiceException answer) {
            String code = code(answer);
            if (answer.statusCode() == NOT_FOUND && !code.equals(NO_BUCKET)) {
                return StorageProblems.notFound().causedBy(answer);
            }
            if (WRONG_PARTS.contains(code)) {
                return StorageProblems.wrongParts().causedBy(answer);
            }
            if (answer.statusCode() == RANGE_NOT_SATISFIABLE) {
                return ProblemException.of(ProblemType.RANGE_NOT_SATISFIABLE).causedBy(answer);
            }
            LOG.warn("S3 refused operation={} status={} code={}", operation, answer.statusCode(), code);
        } else {
            LOG.warn("S3 did not answer operation={} failure={}", operation, root.toString());
        }
        return ProblemException.of(ProblemType.STORAGE_ERROR).causedBy(root);
    }

    private static String code(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }
}
