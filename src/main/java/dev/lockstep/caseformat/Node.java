package dev.lockstep.caseformat;

import dev.lockstep.model.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One value of a JSON document and its path; every refusal names the path.
 *
 * @param path {@code weights.encoder.RW}, {@code network[0].units}; empty for the document itself
 * @param value {@code Map<String, Node>}, {@code List<Node>}, {@code double[]} for a list called values, {@link String},
 *     {@link NumberText}, {@link Boolean}, or {@link #NULL}
 * @param attachment of the whole document, for arrays {@code {"npz": "key"}}
 */
record Node(String path, Object value, Attachment attachment) {
    /** A number as it was written. */
    record NumberText(String text, boolean whole) {}

    static final Object NULL = new Object();

    private static final String NPZ = "npz";

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int SHOWN = 40;
    private static final int LONGEST_LINE = 1_000;

    /** The path of a field. */
    static String path(String parent, String name) {
        if (!PLAIN_NAME.matcher(name).matches()) {
            return parent + "[" + quoted(name) + "]";
        }
        return parent.isEmpty() ? name : parent + "." + name;
    }

    /** Text in quotes on one line, shortened. */
    static String quoted(String text) {
        String line = text.codePoints()
                .limit(SHOWN)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "\"" + line + (text.codePointCount(0, text.length()) > SHOWN ? "…" : "") + "\"";
    }

    /** Fields by name, in the order of the file. */
    @SuppressWarnings("unchecked")
    Map<String, Node> fields() {
        if (value instanceof Map<?, ?>) {
            return (Map<String, Node>) value;
        }
        throw refusal("an object");
    }

    /** Refuses fields of other names. */
    void only(String... names) {
        for (String found : fields().keySet()) {
            if (!List.of(names).contains(found)) {
                throw new InvalidInput(name() + ": only the fields " + String.join(", ", names) + " expected, "
                        + quoted(found) + " found");
            }
        }
    }

    /** A field that must be there. */
    Node field(String name) {
        return optional(name).orElseThrow(() -> new InvalidInput(path(path, name) + ": a value expected, none found"));
    }

    /** A field that may be there. */
    Optional<Node> optional(String name) {
        return Optional.ofNullable(fields().get(name));
    }

    /** Elements of a list. */
    @SuppressWarnings("unchecked")
    List<Node> list() {
        if (value instanceof List<?>) {
            return (List<Node>) value;
        }
        throw refusal("a list");
    }

    /** Text of one line, so that refusals that quote it are one line too. */
    String text() {
        if (value instanceof String text
                && text.length() <= LONGEST_LINE
                && text.chars().noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
            return text;
        }
        throw refusal("a text of one line, at most " + LONGEST_LINE + " characters,");
    }

    /** Text, or a number as it was written. */
    String textOrNumber() {
        return value instanceof NumberText number ? number.text() : text();
    }

    boolean truth() {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw refusal("true or false");
    }

    int whole(int least, int greatest) {
        String range = "a whole number from " + least + " to " + greatest;
        if (value instanceof NumberText number && number.whole()) {
            try {
                int whole = Integer.parseInt(number.text());
                if (whole >= least && whole <= greatest) {
                    return whole;
                }
            } catch (NumberFormatException beyondInt) {
                throw refusal(range);
            }
        }
        throw refusal(range);
    }

    /** A finite number, decimal or hexadecimal. */
    double number() {
        if (value instanceof NumberText number) {
            return Numbers.decimal(this::path, number.text());
        }
        if (value instanceof String text) {
            return Numbers.hexadecimal(this::path, text);
        }
        throw refusal("a number");
    }

    /** The choice that the text names. */
    <E> E choice(List<E> choices, Function<E, String> word) {
        String found = text();
        return choices.stream()
                .filter(choice -> word.apply(choice).equals(found))
                .findFirst()
                .orElseThrow(
                        () -> refusal("one of " + choices.stream().map(word).collect(Collectors.joining(", "))));
    }

    <E extends Enum<E>> E choice(Class<E> type) {
        return choice(List.of(type.getEnumConstants()), Words::of);
    }

    /** The shape of an array {@code {"shape": [2, 3], "values": […]}} that has so many directions. */
    List<Integer> shape(int directions) {
        List<Integer> shape = shape();
        if (shape.size() != directions) {
            throw new InvalidInput(
                    path(path, "shape") + ": " + directions + " sizes expected, " + shape.size() + " found");
        }
        return shape;
    }

    /** The shape of an array that has any number of directions. */
    List<Integer> shape() {
        Optional<Node> key = attached();
        if (key.isPresent()) {
            return attachment.shape(key.get());
        }
        List<Integer> shape = new ArrayList<>();
        for (Node size : field("shape").list()) {
            shape.add(size.whole(1, JsonDocument.GREATEST_SIZE));
        }
        return shape;
    }

    /** The numbers of an array of that shape, row-major. */
    double[] values(List<Integer> expected) {
        onlyArray();
        return valuesBesideOtherFields(expected);
    }

    /** Refuses fields other than those of an array and these. */
    void onlyArray(String... others) {
        List<String> names = new ArrayList<>(attached().isPresent() ? List.of(NPZ) : List.of("shape", "values"));
        names.addAll(List.of(others));
        only(names.toArray(String[]::new));
    }

    /** The key of an array that is beside the case. */
    private Optional<Node> attached() {
        Optional<Node> key = optional(NPZ);
        if (key.isPresent() && (fields().containsKey("shape") || fields().containsKey("values"))) {
            throw new InvalidInput(path + ": either shape and values or npz expected, both found");
        }
        return key;
    }

    boolean isText() {
        return value instanceof String;
    }

    /** As {@link #values}, of an object that has other fields too. */
    double[] valuesBesideOtherFields(List<Integer> expected) {
        List<Integer> found = shape();
        if (!found.equals(expected)) {
            throw new InvalidInput(path + ": " + text(expected) + " expected, " + text(found) + " found");
        }
        Optional<Node> key = attached();
        if (key.isPresent()) {
            return attachment.values(key.get());
        }
        Node values = field("values");
        if (!(values.value instanceof double[] numbers)) {
            throw values.refusal("a list of numbers");
        }
        long count = 1;
        for (int size : expected) {
            count = Math.min(count * size, Integer.MAX_VALUE);
        }
        if (numbers.length != count) {
            throw new InvalidInput(values.path + ": " + count + " numbers expected, " + numbers.length + " found");
        }
        return numbers;
    }

    /** What the model makes of this value; its refusals get the path in front. */
    <T> T built(Supplier<T> model) {
        try {
            return model.get();
        } catch (InvalidInput refusal) {
            boolean named = refusal.getMessage().startsWith(path);
            throw named ? refusal : new InvalidInput(path + ": " + refusal.getMessage(), refusal);
        }
    }

    /** Refuses names that are not among those known. */
    void known(Set<String> names, String what) {
        for (Map.Entry<String, Node> field : fields().entrySet()) {
            if (!names.contains(field.getKey())) {
                throw new InvalidInput(
                        field.getValue().path + ": " + what + " expected, " + quoted(field.getKey()) + " found");
            }
        }
    }

    InvalidInput refusal(String expected) {
        return new InvalidInput(name() + ": " + expected + " expected, " + found() + " found");
    }

    private String name() {
        return path.isEmpty() ? "case" : path;
    }

    private String found() {
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof NumberText number) {
            return number.text().length() > SHOWN ? number.text().substring(0, SHOWN) + "…" : number.text();
        }
        if (value instanceof Map<?, ?> fields) {
            return "an object with " + (fields.isEmpty() ? "no fields" : "the fields " + names(fields));
        }
        if (value instanceof Boolean truth) {
            return truth.toString();
        }
        return value == NULL ? "null" : "a list";
    }

    private static String names(Map<?, ?> fields) {
        return fields.keySet().stream()
                .limit(5)
                .map(name -> quoted(name.toString()))
                .collect(Collectors.joining(", "));
    }

    private static String text(List<Integer> shape) {
        return shape.isEmpty()
                ? "one number"
                : shape.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }
}
