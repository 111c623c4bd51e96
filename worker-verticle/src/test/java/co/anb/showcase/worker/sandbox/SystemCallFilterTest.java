package co.anb.showcase.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the filter on an interpreter of the instructions that it is made of. */
class SystemCallFilterTest {

    private static final int X86_64 = 0xc000003e;
    private static final int I386 = 0x40000003;
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int KILL = 0x80000000;

    /** What the C library passes for a thread. */
    private static final int THREAD = 0x3d0f00;

    private static final int NEW_USER = 0x10000000;

    private byte[] program = new byte[0];

    @BeforeEach
    void assemble() {
        Optional<SystemCallFilter> filter = SystemCallFilter.forThisMachine();
        assumeTrue(filter.isPresent(), "there is a filter for x86-64 only");
        program = filter.map(SystemCallFilter::program).orElseThrow();
    }

    @Test
    void refusesEveryCallOfTheList() {
        assertThat(SystemCallFilter.DENIED).containsKeys("socket", "ptrace", "unshare", "io_uring_setup");
        SystemCallFilter.DENIED.forEach(
                (name, number) -> assertThat(run(X86_64, number, 0)).as(name).isEqualTo(EPERM));
    }

    /** read, write, mmap, execve, exit, futex, exit_group, openat, getrandom, rseq. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 59, 60, 202, 231, 257, 318, 334})
    void letsAnEncoderWork(int number) {
        assertThat(run(X86_64, number, 0)).isEqualTo(ALLOW);
    }

    @Test
    void threadsAreMadeAndNamespacesAreNot() {
        assertThat(run(X86_64, 56, THREAD)).isEqualTo(ALLOW);
        assertThat(run(X86_64, 56, THREAD | NEW_USER)).isEqualTo(EPERM);
        assertThat(run(X86_64, 435, 0)).as("clone3: the C library takes clone").isEqualTo(ENOSYS);
    }

    @Test
    void otherWaysToNumberTheCallsAreClosed() {
        assertThat(run(I386, 0, 0)).isEqualTo(KILL);
        assertThat(run(X86_64, 0x40000000, 0)).as("x32").isEqualTo(EPERM);
    }

    /** The kernel's classic BPF on {@code struct seccomp_data}, as far as the filter uses it. */
    private int run(int architecture, int number, int firstArgument) {
        ByteBuffer code = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        int accumulator = 0;
        for (int at = 0; ; at++) {
            int operation = code.getShort(8 * at);
            int operand = code.getInt(8 * at + 4);
            boolean condition = switch (operation) {
                case 0x15 -> accumulator == operand;
                case 0x35 -> Integer.compareUnsigned(accumulator, operand) >= 0;
                case 0x45 -> (accumulator & operand) != 0;
                default -> false;
            };
            if (operation == 0x06) {
                return operand;
            }
            if (operation == 0x20) {
                accumulator = switch (operand) {
                    case 0 -> number;
                    case 4 -> architecture;
                    case 16 -> firstArgument;
                    default -> throw new AssertionError("loads from " + operand);
                };
            } else {
                at += code.get(8 * at + (condition ? 2 : 3)) & 0xff;
            }
        }
    }
}
