package co.anb.showcase.worker.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A seccomp filter for an encoder: everything is allowed but what no encoder does. A list of what is allowed would be
 * stronger, and would break with the next C library.
 *
 * @see <a href="https://docs.kernel.org/userspace-api/seccomp_filter.html">Linux, Seccomp BPF</a>
 */
final class SystemCallFilter {

    // linux/bpf_common.h
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_AT_LEAST = 0x35;
    private static final int JUMP_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    // linux/seccomp.h: offsets in struct seccomp_data, and what a filter answers
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;
    private static final int ALLOW = 0x7fff0000;
    private static final int FAIL = 0x00050000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int NOT_PERMITTED = 1;
    private static final int NOT_IMPLEMENTED = 38;

    /** linux/audit.h, AUDIT_ARCH_X86_64. */
    private static final int X86_64 = 0xc000003e;
    /** Numbers from here on are those of the x32 ABI, by which the filter could be gone round. */
    private static final int X32 = 0x40000000;

    private static final int CLONE = 56;
    private static final int CLONE3 = 435;
    /** linux/sched.h: CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
    private static final int NEW_NAMESPACE = 0x7e020000;

    /** Numbers of arch/x86/entry/syscalls/syscall_64.tbl. */
    static final Map<String, Integer> DENIED = denied();

    private final byte[] program;

    private SystemCallFilter(byte[] program) {
        this.program = program;
    }

    /** The filter, where its numbers hold: x86-64. Other processors have others. */
    static Optional<SystemCallFilter> forThisMachine() {
        boolean known = List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
        return known ? Optional.of(new SystemCallFilter(assemble(DENIED.values()))) : Optional.empty();
    }

    /** As the kernel takes it: {@code struct sock_filter[]}. */
    byte[] program() {
        return program.clone();
    }

    private static byte[] assemble(Collection<Integer> denied) {
        List<Instruction> code = new ArrayList<>();
        code.add(new Instruction(LOAD_WORD, 0, 0, ARCHITECTURE));
        code.add(new Instruction(JUMP_EQUAL, 1, 0, X86_64));
        code.add(new Instruction(RETURN, 0, 0, KILL_PROCESS));
        code.add(new Instruction(LOAD_WORD, 0, 0, NUMBER));
        code.add(new Instruction(JUMP_AT_LEAST, 0, 1, X32));
        code.add(new Instruction(RETURN, 0, 0, FAIL | NOT_PERMITTED));
        // Its flags are behind a pointer, where no filter can look; the C library then takes clone instead.
        code.add(new Instruction(JUMP_EQUAL, 0, 1, CLONE3));
        code.add(new Instruction(RETURN, 0, 0, FAIL | NOT_IMPLEMENTED));
        code.add(new Instruction(JUMP_EQUAL, 0, 3, CLONE));
        code.add(new Instruction(LOAD_WORD, 0, 0, FIRST_ARGUMENT));
        code.add(new Instruction(JUMP_ANY_BIT, denied.size() + 2, 0, NEW_NAMESPACE));
        code.add(new Instruction(RETURN, 0, 0, ALLOW));
        int left = denied.size();
        for (int number : denied) {
            code.add(new Instruction(JUMP_EQUAL, left, 0, number));
            left--;
        }
        code.add(new Instruction(RETURN, 0, 0, ALLOW));
        code.add(new Instruction(RETURN, 0, 0, FAIL | NOT_PERMITTED));
        return bytes(code);
    }

    private static byte[] bytes(List<Instruction> code) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * code.size()).order(ByteOrder.LITTLE_ENDIAN);
        code.forEach(instruction -> bytes.putShort((short) instruction.operation())
                .put((byte) instruction.ifTrue())
                .put((byte) instruction.ifFalse())
                .putInt(instruction.operand()));
        return bytes.array();
    }

    /** {@code struct sock_filter}; the jumps count the instructions to skip. */
    private record Instruction(int operation, int ifTrue, int ifFalse, int operand) {
        Instruction {
            if (ifTrue > 255 || ifFalse > 255) {
                throw new IllegalArgumentException("the program is too long for its jumps");
            }
        }
    }

    private static Map<String, Integer> denied() {
        Map<String, Integer> calls = new LinkedHashMap<>();
        String table = """
                socket 41 connect 42 accept 43 bind 49 listen 50 socketpair 53 accept4 288
                ptrace 101 process_vm_readv 310 process_vm_writev 311 kcmp 312 pidfd_open 434 pidfd_getfd 438
                pivot_root 155 chroot 161 mount 165 umount2 166 open_tree 428 move_mount 429 fsopen 430 fsconfig 431
                fsmount 432 fspick 433 mount_setattr 442 unshare 272 setns 308
                name_to_handle_at 303 open_by_handle_at 304
                bpf 321 perf_event_open 298 userfaultfd 323 vmsplice 278
                io_uring_setup 425 io_uring_enter 426 io_uring_register 427
                add_key 248 request_key 249 keyctl 250
                personality 135 modify_ldt 154 iopl 172 ioperm 173
                kexec_load 246 kexec_file_load 320 init_module 175 finit_module 313 delete_module 176
                syslog 103 acct 163 quotactl 179 swapon 167 swapoff 168 reboot 169
                settimeofday 164 clock_settime 227 adjtimex 159 sethostname 170 setdomainname 171
                """;
        String[] words = table.strip().split("\\s+", -1);
        for (int i = 0; i < words.length; i += 2) {
            calls.put(words[i], Integer.valueOf(words[i + 1]));
        }
        return calls;
    }
}
