package co.anb.showcase.embedded.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A shared library with a name and nothing else in it.
 *
 * <p>The bundled FFmpeg links {@code libavdevice}, which names sound and screen libraries that a server has no use for
 * and often doesn't have; the loader then refuses to start FFmpeg at all. Symbols are bound lazily, so a library that
 * only carries the right {@code DT_SONAME} satisfies the loader, and no device is ever opened through it.
 *
 * <p>Layout after the System V ABI, "Object Files" and "Program Loading": ELF header, one {@code PT_LOAD} that maps the
 * whole file, one {@code PT_DYNAMIC}, an empty symbol table and hash, the string table, the dynamic section.
 */
final class StubLibrary {

    private static final int ELF_HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int SYMBOL_BYTES = 24;
    private static final int HASH_BYTES = 16;
    private static final int DYNAMIC_ENTRY_BYTES = 16;
    private static final int DYNAMIC_ENTRIES = 7;

    private static final short ET_DYN = 3;
    private static final short EM_X86_64 = 62;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PF_READ_WRITE = 6;
    private static final long PAGE_BYTES = 0x1000;
    private static final long DT_NULL = 0;
    private static final long DT_HASH = 4;
    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_STRSZ = 10;
    private static final long DT_SYMENT = 11;
    private static final long DT_SONAME = 14;

    private final byte[] name;
    private final int symbols = ELF_HEADER_BYTES + 2 * PROGRAM_HEADER_BYTES;
    private final int hash = symbols + SYMBOL_BYTES;
    private final int strings = hash + HASH_BYTES;
    private final int stringBytes;
    private final int dynamic;
    private final int total;

    private StubLibrary(String soname) {
        name = soname.getBytes(StandardCharsets.US_ASCII);
        stringBytes = name.length + 2;
        dynamic = (strings + stringBytes + 7) & ~7;
        total = dynamic + DYNAMIC_ENTRIES * DYNAMIC_ENTRY_BYTES;
    }

    /**
     * Makes the bytes of an empty x86-64 library.
     *
     * @param soname the name that dependants ask for, such as {@code libpulse.so.0}
     * @return a complete ELF file, a few hundred bytes
     */
    static byte[] of(String soname) {
        return new StubLibrary(soname).bytes();
    }

    private byte[] bytes() {
        ByteBuffer file = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        header(file);
        program(file, PT_LOAD, 0, total, PAGE_BYTES);
        program(file, PT_DYNAMIC, dynamic, DYNAMIC_ENTRIES * DYNAMIC_ENTRY_BYTES, Long.BYTES);
        // One bucket and one chain entry: the reserved symbol 0 is all there is.
        file.position(hash).putInt(1).putInt(1);
        file.position(strings + 1).put(name);
        file.position(dynamic);
        entry(file, DT_SONAME, 1);
        entry(file, DT_HASH, hash);
        entry(file, DT_STRTAB, strings);
        entry(file, DT_SYMTAB, symbols);
        entry(file, DT_STRSZ, stringBytes);
        entry(file, DT_SYMENT, SYMBOL_BYTES);
        entry(file, DT_NULL, 0);
        return file.array();
    }

    private static void header(ByteBuffer file) {
        file.put(new byte[] {0x7f, 'E', 'L', 'F', /* 64 bit */ 2, /* little endian */ 1, /* version */ 1});
        file.position(16).putShort(ET_DYN).putShort(EM_X86_64).putInt(1);
        file.putLong(0).putLong(ELF_HEADER_BYTES).putLong(0).putInt(0);
        file.putShort((short) ELF_HEADER_BYTES)
                .putShort((short) PROGRAM_HEADER_BYTES)
                .putShort((short) 2);
        // No sections: the loader reads segments only. The entry size stays at its defined value.
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    }

    private static void program(ByteBuffer file, int type, long offset, long bytes, long alignment) {
        file.putInt(type).putInt(PF_READ_WRITE).putLong(offset).putLong(offset).putLong(offset);
        file.putLong(bytes).putLong(bytes).putLong(alignment);
    }

    private static void entry(ByteBuffer file, long tag, long value) {
        file.putLong(tag).putLong(value);
    }
}
