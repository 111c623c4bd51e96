package co.anb.showcase.shared.problem;

import java.net.URI;
import java.util.Locale;

/**
 * Every way in which a request can fail, as clients know it: the constant's name is the member {@code error_code}. The
 * texts are in the bundle {@code problems}; docs/problems.md explains each, and a test holds the two together.
 */
public enum ProblemType {
    /** No valid access token. */
    UNAUTHORIZED(401),
    /** E-mail or password are wrong; the same answer for an unknown e-mail. */
    INVALID_CREDENTIALS(401),
    /** The access token was good once and has expired. */
    TOKEN_EXPIRED(401),
    /** The caller is known and may not do this. */
    FORBIDDEN(403),
    /** A link whose signature is wrong or whose time is over. */
    LINK_EXPIRED(403),
    /** A member, parameter or header is missing or has a value that can't be used. */
    VALIDATION_ERROR(400),
    /** An account with this e-mail exists. */
    DUPLICATE_EMAIL(400),
    /** The two passwords of a sign-up differ. */
    PASSWORD_MISMATCH(400),
    /** The bytes are not an accepted MP4. */
    INVALID_FILE_TYPE(400),
    /** The file is empty or over the limit. */
    FILE_SIZE_EXCEEDED(400),
    /** The clip is too short or too long. */
    INVALID_VIDEO_DURATION(400),
    /** The picture is too small or too large. */
    INVALID_VIDEO_RESOLUTION(400),
    /** The video can't be published or shown before it is processed. */
    VIDEO_NOT_PROCESSED(400),
    /** This user has voted for this video. */
    ALREADY_VOTED(400),
    /** Votes for one's own video are switched off. */
    OWN_VIDEO(400),
    /** The video is up for voting and stays. */
    CANNOT_DELETE_VIDEO(400),
    /** No route at this path. */
    NOT_FOUND(404),
    /** No such video, or none that the caller may know of. */
    VIDEO_NOT_FOUND(404),
    /** There is no vote to withdraw. */
    VOTE_NOT_FOUND(404),
    /** No such job. */
    JOB_NOT_FOUND(404),
    /** No such upload: it never was, was given up, or its time is over. */
    UPLOAD_NOT_FOUND(404),
    /** No such account. */
    ACCOUNT_NOT_FOUND(404),
    /** No such session. */
    SESSION_NOT_FOUND(404),
    /** The path exists, the method does not. */
    METHOD_NOT_ALLOWED(405),
    /** None of the accepted content types can be produced. */
    NOT_ACCEPTABLE(406),
    /** The client took too long to send the request. */
    REQUEST_TIMEOUT(408),
    /** Only a failed job can be put back. */
    JOB_NOT_FAILED(409),
    /** The state of the thing does not allow this. */
    CONFLICT(409),
    /** The client speaks another version of the upload protocol. */
    PROTOCOL_VERSION(412),
    /** The body is larger than this route takes. */
    PAYLOAD_TOO_LARGE(413),
    /** The path and query are longer than the server takes. */
    URI_TOO_LONG(414),
    /** The body's content type is not one that this route takes. */
    UNSUPPORTED_MEDIA_TYPE(415),
    /** The requested range lies outside the file (RFC 9110 §15.5.17). */
    RANGE_NOT_SATISFIABLE(416),
    /** The client has asked for too much in too short a time. */
    RATE_LIMITED(429),
    /** The request's headers are larger than the server takes (RFC 6585 §5). */
    HEADERS_TOO_LARGE(431),
    /** The storage did not take or give the bytes. */
    STORAGE_ERROR(503),
    /** A dependency is away or the node is full: the same request may be sent again later. */
    SERVICE_UNAVAILABLE(503),
    /** Our bug. */
    INTERNAL_ERROR(500);

    private static final String DOCUMENT = "https://anb.example/problems/";

    private final int status;

    ProblemType(int status) {
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The member {@code type}: a stable URI whose fragment-free path ends with the slug in docs/problems.md. */
    public URI type() {
        return URI.create(DOCUMENT + slug());
    }

    /** The name as it stands in URIs: lower case with hyphens. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
