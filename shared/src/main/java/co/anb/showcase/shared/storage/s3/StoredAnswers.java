package co.anb.showcase.shared.storage.s3;

import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Believes that something was stored only when its {@code ETag} is told: an empty 200 is what servers and proxies say
 * whose work broke off. It counts as a failed attempt, so the SDK tries again.
 */
final class StoredAnswers implements ExecutionInterceptor {

    @Override
    public void afterUnmarshalling(Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
        if (isStored(context.response())
                && context.response().getValueForField("ETag", String.class).isEmpty()) {
            throw RetryableException.create("answered 200 without the ETag of what was stored");
        }
    }

    private static boolean isStored(SdkResponse response) {
        return response instanceof UploadPartResponse || response instanceof PutObjectResponse;
    }
}
