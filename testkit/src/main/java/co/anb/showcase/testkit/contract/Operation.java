package co.anb.showcase.testkit.contract;

import java.util.Map;

/**
 * One operation of the contract.
 *
 * @param id the {@code operationId}
 * @param method upper case
 * @param path where it is served
 * @param service {@code auth} or {@code core} ({@code x-service})
 * @param planned whether it is announced and not built yet ({@code x-status: planned})
 * @param answers what it may answer, by status
 */
record Operation(
        String id, String method, PathTemplate path, String service, boolean planned, Map<Integer, Answer> answers) {

    Operation {
        answers = Map.copyOf(answers);
    }

    @Override
    public String toString() {
        return id + " (" + method + " " + path.text() + ")";
    }
}
