package dev.lockstep.caseformat;

import dev.lockstep.model.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Entries of a zip file as its directory lists them. Nothing is allocated because a header says so: what is stored is there, and
 * what is deflated grows as it comes. A directory at the very end is required, without comments, parts or large-file records.
 */
final class ZipEntries {
    private static final int MOST_ENTRIES = 4_096;
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_LENGTH = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_LENGTH = 30;
    private static final int ENCRYPTED = 1;
    private static final int UTF8 = 1 << 11;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int LONGEST_NAME = 1_000;

    private final String file;
    private final ByteBuffer zip;
    private int directory;

    private ZipEntries(String file, byte[] bytes) {
        this.file = file;
        this.zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * One file within.
     *
     * @param name as the directory has it
     * @param packed its bytes as they are stored
     * @param deflated whether these are to be inflated
     * @param size how many they are then, as the directory says
     * @param checksum CRC-32 of them
     */
    record Entry(String name, ByteBuffer packed, boolean deflated, long size, int checksum) {
        /**
         * Its bytes.
         *
         * @throws InvalidInput if they are not as many as was said, or others
         */
        byte[] content(String what) {
            byte[] content = deflated ? inflated(what) : stored();
            CRC32 crc = new CRC32();
            crc.update(content);
            if (content.length != size || (int) crc.getValue() != checksum) {
                throw new InvalidInput(what + ": " + size + " bytes with the checksum that the zip file has expected, "
                        + (content.length == size ? "others" : Integer.toString(content.length)) + " found");
            }
            return content;
        }

        private byte[] stored() {
            byte[] content = new byte[packed.remaining()];
            packed.duplicate().get(content);
            return content;
        }

        private byte[] inflated(String what) {
            Inflater inflater = new Inflater(true);
            try {
                inflater.setInput(packed.duplicate());
                byte[] content = new byte[(int) Math.min(size + 1, 4L * packed.remaining() + 64)];
                int length = 0;
                while (!inflater.finished()) {
                    if (length == content.length) {
                        content = Arrays.copyOf(content, (int) Math.min(size + 1, 2L * length));
                    }
                    int more = inflater.inflate(content, length, content.length - length);
                    length += more;
                    if (length > size) {
                        throw new InvalidInput(
                                what + ": " + size + " bytes expected, as the zip file says, more found");
                    }
                    if (more == 0 && !inflater.finished()) {
                        throw new InvalidInput(what + ": deflated bytes to their end expected, a part of them found");
                    }
                }
                if (inflater.getRemaining() > 0) {
                    throw new InvalidInput(what + ": deflated bytes expected, more after their end found");
                }
                return Arrays.copyOf(content, length);
            } catch (DataFormatException exception) {
                throw new InvalidInput(what + ": deflated bytes expected, others found", exception);
            } finally {
                inflater.end();
            }
        }
    }

    /**
     * The entries in the order of the directory.
     *
     * @param file names it in messages
     * @throws InvalidInput if it is no zip file, or one that NumPy does not write
     */
    static List<Entry> of(String file, byte[] bytes) {
        return new ZipEntries(file, bytes).entries();
    }

    private List<Entry> entries() {
        int end = zip.capacity() - END_LENGTH;
        require(end >= 0 && zip.getInt(end) == END, "a zip file to its end", "something else, or a part of one");
        int count = unsigned(end + 10);
        long size = longUnsigned(end + 12);
        long start = longUnsigned(end + 16);
        boolean plain = zip.getInt(end + 4) == 0 && unsigned(end + 8) == count && unsigned(end + 20) == 0;
        require(plain && start + size == end, "a zip file in one piece", "another");
        require(count <= MOST_ENTRIES, "at most " + MOST_ENTRIES + " arrays", Integer.toString(count));
        directory = (int) start;
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int at = directory;
        for (int i = 0; i < count; i++) {
            require(
                    at + CENTRAL_LENGTH <= end && zip.getInt(at) == CENTRAL,
                    "a directory of " + count + " files",
                    "less");
            Entry entry = entry(at, end);
            if (!names.add(entry.name())) {
                throw new InvalidInput(
                        file + ": every array once expected, " + Node.quoted(entry.name()) + " found again");
            }
            entries.add(entry);
            at += CENTRAL_LENGTH + unsigned(at + 28) + unsigned(at + 30) + unsigned(at + 32);
        }
        require(at == end, "a directory of " + count + " files", "more");
        return entries;
    }

    private Entry entry(int at, int end) {
        int flags = unsigned(at + 8);
        int method = unsigned(at + 10);
        long packed = longUnsigned(at + 20);
        long size = longUnsigned(at + 24);
        int nameLength = unsigned(at + 28);
        require(at + CENTRAL_LENGTH + nameLength <= end, "a directory to its end", "a part of one");
        String name = name(at + CENTRAL_LENGTH, nameLength, flags);
        String what = file + ", " + Node.quoted(name);
        if ((flags & ENCRYPTED) != 0) {
            throw new InvalidInput(what + ": bytes that can be read expected, encrypted ones found");
        }
        if (method != STORED && method != DEFLATED) {
            throw new InvalidInput(what + ": bytes stored or deflated expected, method " + method + " found");
        }
        long local = longUnsigned(at + 42);
        boolean there = local + LOCAL_LENGTH <= directory
                && zip.getInt((int) local) == LOCAL
                && unsigned((int) local + 8) == method;
        long data = there ? local + LOCAL_LENGTH + unsigned((int) local + 26) + unsigned((int) local + 28) : directory;
        there = there
                && data + packed <= directory
                && unsigned((int) local + 26) == nameLength
                && zip.slice((int) local + LOCAL_LENGTH, nameLength).equals(zip.slice(at + CENTRAL_LENGTH, nameLength));
        if (!there) {
            throw new InvalidInput(what + ": an entry where the directory says expected, none found");
        }
        return new Entry(name, zip.slice((int) data, (int) packed), method == DEFLATED, size, zip.getInt(at + 16));
    }

    private String name(int at, int length, int flags) {
        require(length <= LONGEST_NAME, "names of at most " + LONGEST_NAME + " bytes", Integer.toString(length));
        byte[] bytes = new byte[length];
        zip.get(at, bytes);
        try {
            return ((flags & UTF8) == 0 ? StandardCharsets.US_ASCII : StandardCharsets.UTF_8)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException exception) {
            throw new InvalidInput(file + ": names in ASCII or UTF-8 expected, others found", exception);
        }
    }

    private int unsigned(int at) {
        return Short.toUnsignedInt(zip.getShort(at));
    }

    private long longUnsigned(int at) {
        return Integer.toUnsignedLong(zip.getInt(at));
    }

    private void require(boolean so, String expected, String found) {
        if (!so) {
            throw new InvalidInput(file + ": " + expected + " expected, " + found + " found");
        }
    }
}
