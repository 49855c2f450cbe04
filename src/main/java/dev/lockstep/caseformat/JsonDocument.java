package dev.lockstep.caseformat;

import dev.lockstep.model.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON within limits, each key once, lists called {@code values} packed into arrays of doubles. */
final class JsonDocument {
    /** Bytes of a file. */
    static final int LARGEST = 64 << 20;
    /** Numbers in all lists called values. */
    static final int MOST_NUMBERS = 8_000_000;
    /** Values beside those. */
    static final int MOST_VALUES = 200_000;
    /** Lists and objects within one another. */
    static final int DEEPEST = 16;
    /** Every size in a shape. */
    static final int GREATEST_SIZE = 1_000_000;

    private static final String VALUES = "values";
    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_NUMBER = 1_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2 * DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_TEXT)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build();

    private final JsonParser json;
    private int values;
    private int numbers;
    private final Attachment attachment = new Attachment();
    private Node root;

    private JsonDocument(JsonParser json) {
        this.json = json;
    }

    /**
     * Reads a whole document.
     *
     * @throws InvalidInput if it is not JSON, or beyond the limits
     */
    static JsonDocument read(byte[] utf8) {
        if (utf8.length > LARGEST) {
            throw tooLarge();
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            JsonDocument document = new JsonDocument(parser);
            parser.nextToken();
            document.root = document.node("", 1);
            if (parser.nextToken() != null) {
                throw new InvalidInput("case: the end expected after its last brace, more found");
            }
            return document;
        } catch (JacksonException exception) {
            throw notJson(exception);
        }
    }

    /** The document's own value. */
    Node root() {
        return root;
    }

    /** How many numbers there are in its lists called values. */
    int numbers() {
        return numbers;
    }

    /** The arrays beside the document, to be opened by whoever knows where they are. */
    Attachment attachment() {
        return attachment;
    }

    private static InvalidInput tooLarge() {
        return new InvalidInput("case: at most " + LARGEST + " bytes expected, more found");
    }

    private Node node(String path, int depth) {
        if (depth > DEEPEST) {
            throw new InvalidInput(
                    "case: at most " + DEEPEST + " lists and objects within one another expected, more found");
        }
        if (++values > MOST_VALUES) {
            throw new InvalidInput("case: at most " + MOST_VALUES + " values expected, more found");
        }
        JsonToken token = json.currentToken();
        if (token == null) {
            throw new InvalidInput("case: JSON expected, nothing found");
        }
        return new Node(
                path,
                switch (token) {
                    case START_OBJECT -> object(path, depth);
                    case START_ARRAY -> list(path, depth);
                    case VALUE_STRING -> json.getString();
                    case VALUE_NUMBER_INT -> new Node.NumberText(json.getString(), true);
                    case VALUE_NUMBER_FLOAT -> new Node.NumberText(json.getString(), false);
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    default -> Node.NULL;
                },
                attachment);
    }

    private Map<String, Node> object(String path, int depth) {
        Map<String, Node> fields = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            String place = Node.path(path, name);
            boolean packed = json.nextToken() == JsonToken.START_ARRAY && name.equals(VALUES);
            Node field = packed ? new Node(place, packed(place), attachment) : node(place, depth + 1);
            if (fields.put(name, field) != null) {
                throw new InvalidInput(place + ": one value expected, two found");
            }
        }
        return fields;
    }

    private List<Node> list(String path, int depth) {
        List<Node> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(node(path + "[" + elements.size() + "]", depth + 1));
        }
        return elements;
    }

    private double[] packed(String path) {
        double[] packed = new double[16];
        int count = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (++numbers > MOST_NUMBERS) {
                throw new InvalidInput("case: at most " + MOST_NUMBERS + " numbers expected, more found");
            }
            if (count == packed.length) {
                packed = Arrays.copyOf(packed, 2 * count);
            }
            packed[count] = number(path, count, token);
            count++;
        }
        return Arrays.copyOf(packed, count);
    }

    private double number(String path, int index, JsonToken token) {
        Supplier<String> place = () -> path + "[" + index + "]";
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Numbers.decimal(place, json.getString());
            case VALUE_STRING -> Numbers.hexadecimal(place, json.getString());
            default -> throw new InvalidInput(place.get() + ": a number expected, another value found");
        };
    }

    private static InvalidInput notJson(JacksonException exception) {
        TokenStreamLocation place = exception.getLocation();
        String where = place == null || place.getLineNr() < 1
                ? "case"
                : "line " + place.getLineNr() + ", column " + place.getColumnNr();
        String reason = exception.getOriginalMessage().lines().findFirst().orElse("");
        return new InvalidInput(
                where + ": JSON in UTF-8 expected, something else found (" + legible(reason) + ")", exception);
    }

    /** Jackson's reason without its advice and what it hides, which only a programmer can follow. */
    private static String legible(String reason) {
        return reason.replaceAll(": enable `.*", "")
                .replaceAll(" \\(start marker at .*", "")
                .replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    }
}
