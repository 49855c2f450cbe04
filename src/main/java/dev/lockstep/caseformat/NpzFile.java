package dev.lockstep.caseformat;

import dev.lockstep.model.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Arrays beside a case, {@code NAME.npz} as {@code numpy.savez} and {@code numpy.savez_compressed} write it. All are read at once,
 * within the numbers that a case may have.
 */
final class NpzFile {
    private static final String SUFFIX = ".npy";

    private final Map<String, NpyArray> arrays;
    private final Set<String> taken = new HashSet<>();
    private final int numbers;
    private int left;

    private NpzFile(Map<String, NpyArray> arrays, int numbers, int left) {
        this.arrays = arrays;
        this.numbers = numbers;
        this.left = left;
    }

    /**
     * Reads the file that a case names.
     *
     * @param name a file beside the case
     * @param folder of the case
     * @param most numbers
     * @throws InvalidInput if the name leads elsewhere, or the file is not exactly such a file
     */
    static NpzFile read(Node name, Path folder, int most) {
        String plain = name.text();
        if (!plain.endsWith(".npz") || plain.startsWith(".") || plain.chars().anyMatch(c -> "/\\:".indexOf(c) >= 0)) {
            throw name.refusal("the name of a file beside the case, NAME.npz,");
        }
        byte[] bytes;
        try {
            Path file = folder.resolve(plain);
            if (!Files.isRegularFile(file)) {
                throw new InvalidInput(name.path() + ": a file beside the case expected, " + Node.quoted(plain)
                        + " found, which is not " + (Files.exists(file) ? "one" : "there"));
            }
            if (!file.toRealPath().getParent().equals(folder.toRealPath())) {
                throw new InvalidInput(name.path() + ": a file beside the case expected, " + Node.quoted(plain)
                        + " found, which leads elsewhere");
            }
            try (InputStream stream = Files.newInputStream(file)) {
                bytes = stream.readNBytes(JsonDocument.LARGEST + 1);
            }
        } catch (IOException | InvalidPathException exception) {
            throw new InvalidInput(
                    name.path() + ": a file that can be read expected, " + Node.quoted(plain) + " found", exception);
        }
        return read(plain, bytes, most);
    }

    /**
     * Reads the bytes of a file.
     *
     * @param file names it in messages
     * @throws InvalidInput if they are not exactly such a file
     */
    static NpzFile read(String file, byte[] bytes, int most) {
        if (bytes.length > JsonDocument.LARGEST) {
            throw new InvalidInput(file + ": at most " + JsonDocument.LARGEST + " bytes expected, more found");
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        int left = most;
        for (ZipEntries.Entry entry : ZipEntries.of(file, bytes)) {
            String what = file + ", " + Node.quoted(entry.name());
            if (!entry.name().endsWith(SUFFIX)) {
                throw new InvalidInput(what + ": an array NAME.npy expected, another file found");
            }
            if (entry.size() > NpyArray.LONGEST_HEADER + (long) Double.BYTES * left) {
                throw tooMany(what);
            }
            NpyArray array = NpyArray.read(what, entry.content(what), left);
            left -= array.values().length;
            String key = entry.name().substring(0, entry.name().length() - SUFFIX.length());
            arrays.put(key, array);
        }
        return new NpzFile(arrays, most - left, left);
    }

    static InvalidInput tooMany(String what) {
        return new InvalidInput(what + ": at most " + JsonDocument.MOST_NUMBERS
                + " numbers in the case and beside it expected, more found");
    }

    /** How many numbers there are. */
    int numbers() {
        return numbers;
    }

    /** The arrays by name, in the order of the file. */
    Map<String, NpyArray> arrays() {
        return Collections.unmodifiableMap(arrays);
    }

    /** Numbers of an array that is there, which belong to the caller; whoever comes second gets a copy, as far as there may be more. */
    double[] values(Node place, String key) {
        double[] values = arrays.get(key).values();
        if (taken.add(key)) {
            return values;
        }
        left -= values.length;
        if (left < 0) {
            throw tooMany(place.path());
        }
        return values.clone();
    }
}
