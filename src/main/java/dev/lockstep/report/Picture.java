package dev.lockstep.report;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A picture that a scenario attached.
 *
 * @param name as the scenario names it
 * @param file where it is written, below the report folder and with {@code /}: the folder {@link #FOLDER} and a name of
 *     small letters, digits and hyphens
 * @param svg the bytes attached
 */
public record Picture(String name, String file, byte[] svg) {
    /** Folder of all pictures, below the report folder. */
    public static final String FOLDER = "pictures";
    /** Bytes of one picture at most. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final Pattern FILE = Pattern.compile(FOLDER + "/[a-z0-9-]+\\.svg");
    /** Names that Windows keeps for devices, whatever follows the dot. */
    private static final Pattern DEVICE = Pattern.compile("con|prn|aux|nul|com\\d|lpt\\d");

    private static final String UNNAMED = "picture";
    private static final int MAX_STEM = 80;

    /** @throws IllegalArgumentException if the file could lie elsewhere, or the picture is too large */
    public Picture {
        if (!FILE.matcher(file).matches()) {
            throw new IllegalArgumentException("file of a picture: " + FILE + " expected, " + file + " found");
        }
        if (svg.length > MAX_BYTES) {
            throw new IllegalArgumentException(tooLarge(name, svg.length));
        }
    }

    /**
     * A picture in a file named after it.
     *
     * @param name empty where the scenario gave none
     */
    static Picture of(String name, byte[] svg) {
        return new Picture(titled(name), file(stem(name)), svg);
    }

    /** What is wrong with a picture of more than {@link #MAX_BYTES}. */
    static String tooLarge(String name, int bytes) {
        return String.format(
                Locale.ROOT,
                "picture \"%s\": at most %,d bytes expected, %,d found",
                Excerpt.line(titled(name), MAX_STEM),
                MAX_BYTES,
                bytes);
    }

    /**
     * The scenarios in their order, no two of their pictures in the same file: where names collide, the later pictures are
     * numbered from 2 on.
     */
    static List<ScenarioResult> inFilesOfTheirOwn(List<ScenarioResult> scenarios) {
        Set<String> taken = new HashSet<>();
        List<ScenarioResult> told = new ArrayList<>();
        for (ScenarioResult scenario : scenarios) {
            List<Picture> pictures = new ArrayList<>();
            for (Picture picture : scenario.pictures()) {
                String stem = stem(picture.name);
                String file = file(stem);
                for (int number = 2; !taken.add(file); number++) {
                    file = file(stem + "-" + number);
                }
                pictures.add(new Picture(picture.name, file, picture.svg));
            }
            told.add(scenario.with(pictures));
        }
        return told;
    }

    private static String titled(String name) {
        return name.isBlank() ? UNNAMED : name;
    }

    private static String file(String stem) {
        return FOLDER + "/" + stem + ".svg";
    }

    /** The name's letters without accents, and its digits; hyphens stand for all else. */
    private static String stem(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        String stem = plain.substring(0, Math.min(MAX_STEM, plain.length())).replaceAll("^-|-$", "");
        if (stem.isEmpty()) {
            return UNNAMED;
        }
        return DEVICE.matcher(stem).matches() ? UNNAMED + "-" + stem : stem;
    }
}
