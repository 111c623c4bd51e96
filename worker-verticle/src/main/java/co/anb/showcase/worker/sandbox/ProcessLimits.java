package co.anb.showcase.worker.sandbox;

import java.time.Duration;

/**
 * What one child process may use. All but the wall time are enforced by the kernel ({@code prlimit}, {@code nice}).
 *
 * @param wallTime after which the child and its descendants are killed
 * @param cpuTime of all its threads together (RLIMIT_CPU, whole seconds)
 * @param memoryBytes of address space (RLIMIT_AS)
 * @param fileBytes that any one written file may have (RLIMIT_FSIZE)
 * @param niceness 0 to 19; above 0 leaves the processor to whoever serves players
 */
public record ProcessLimits(Duration wallTime, Duration cpuTime, long memoryBytes, long fileBytes, int niceness) {

    /** Checks that every limit is one. */
    public ProcessLimits {
        if (wallTime.isNegative() || wallTime.isZero() || cpuTime.toSeconds() < 1) {
            throw new IllegalArgumentException("time limits must be positive");
        }
        if (memoryBytes < 1 || fileBytes < 1 || niceness < 0 || niceness > 19) {
            throw new IllegalArgumentException("memory, file size or niceness out of range");
        }
    }

    /**
     * The same limits with another wall time.
     *
     * @param shorter the wall time
     * @return a copy
     */
    public ProcessLimits withWallTime(Duration shorter) {
        return new ProcessLimits(shorter, cpuTime, memoryBytes, fileBytes, niceness);
    }
}
