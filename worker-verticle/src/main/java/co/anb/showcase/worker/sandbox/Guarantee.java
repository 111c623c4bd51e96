package co.anb.showcase.worker.sandbox;

/** What a sandbox promises of a child that has been taken over by the file that it reads. */
public enum Guarantee {
    /** It connects to nothing, the machine's own services and the cloud's metadata included. */
    NO_NETWORK,
    /** It reads nothing but libraries and what it was given. */
    NO_OTHER_FILES,
    /** It writes nowhere but into the folders that it was given. */
    NO_OTHER_WRITES,
    /** It is refused system calls that an encoder never makes and exploits of the kernel like. */
    FILTERED_SYSTEM_CALLS,
    /** It is killed when the thread that started it ends, and so with the JVM, however that ends. */
    ENDS_WITH_PARENT,
    /** The kernel cuts it off at its processor time, memory and file size. */
    BOUNDED
}
