package dev.lockstep.caseformat;

import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads cases and observations; see the package description. */
public final class CaseReader {
    /** The version of the format that is read and written. */
    static final int FORMAT = 1;

    private CaseReader() {}

    /**
     * The file beside a case that holds its arrays, if there is one.
     *
     * @throws InvalidInput if the case cannot be read as JSON
     */
    public static Optional<Path> arraysBeside(Path file) {
        return JsonDocument.read(bytes(file)).root().optional("arrays").map(name -> file.resolveSibling(name.text()));
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInput if it is not there or not exactly a case
     */
    public static CaseFile read(Path file) {
        byte[] bytes = bytes(file);
        try {
            return read(bytes, Optional.of(file.toAbsolutePath().getParent()));
        } catch (InvalidInput refusal) {
            throw new InvalidInput(file + ": " + refusal.getMessage(), refusal);
        }
    }

    private static byte[] bytes(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput("recording: a file expected, " + file + " found"
                    + (Files.exists(file) ? ", which is not one" : ", which is not there"));
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(JsonDocument.LARGEST + 1);
        } catch (IOException exception) {
            throw new InvalidInput(
                    "recording: a file that can be read expected, " + file + " found (" + exception.getMessage() + ")",
                    exception);
        }
    }

    /**
     * Reads the bytes of a file, which have no arrays beside them.
     *
     * @param utf8 at most 64 MiB
     * @throws InvalidInput if they are not exactly a case
     */
    public static CaseFile read(byte[] utf8) {
        return read(utf8, Optional.empty());
    }

    private static CaseFile read(byte[] utf8, Optional<Path> folder) {
        JsonDocument document = JsonDocument.read(utf8);
        Node root = document.root();
        root.only(
                "format",
                "name",
                "arrays",
                "network",
                "weights",
                "input",
                "masks",
                "initialStates",
                "objective",
                "truncation",
                "training",
                "execution",
                "observed",
                "observations",
                "provenance");
        root.field("format").whole(FORMAT, FORMAT);
        root.optional("arrays").ifPresent(name -> {
            Path beside = folder.orElseThrow(
                    () -> new InvalidInput(
                            "arrays: a case with all its numbers in it expected, as there is no folder, one with arrays beside it found"));
            document.attachment().open(NpzFile.read(name, beside, JsonDocument.MOST_NUMBERS - document.numbers()));
        });
        int numbers = document.numbers() + document.attachment().numbers();
        NetworkSpec network = NetworkReader.network(root.field("network"), numbers);
        Optional<ForeignWeights> foreign = ForeignWeights.read(root.field("weights"), network);
        Weights weights = foreign.map(ForeignWeights::weights)
                .orElseGet(() -> NetworkReader.weights(root.field("weights"), network));
        Case scenario = scenario(root, network, weights);
        return new CaseFile(
                scenario,
                root.optional("observations").map(node -> ObservationsReader.read(node, scenario, foreign)),
                root.optional("provenance").map(node -> provenance(node, root, scenario)),
                foreign.map(ForeignWeights::given));
    }

    /**
     * Reads the answer of a framework in another process: {@code {"observations": […]}}, {@code {"unsupported": "reason"}}
     * or {@code {"failed": "threw: …"}}.
     *
     * @param utf8 at most 64 MiB
     * @param scenario what was asked
     * @throws InvalidInput if they are neither
     */
    public static Answer readAnswer(byte[] utf8, Case scenario) {
        Node root = JsonDocument.read(utf8).root();
        root.only("observations", "unsupported", "failed");
        if (root.fields().size() != 1) {
            throw new InvalidInput("answer: either observations or unsupported or failed expected, "
                    + (root.fields().isEmpty() ? "none of them" : "several") + " found");
        }
        return new Answer(
                root.optional("observations").map(node -> ObservationsReader.read(node, scenario, Optional.empty())),
                root.optional("unsupported").map(Node::text).orElse(""),
                root.optional("failed").map(Node::text).orElse(""));
    }

    /**
     * Reads an object whose fields are text: {@code {"framework": "PyTorch", "version": "1.13.0"}}.
     *
     * @param utf8 at most 64 MiB
     * @throws InvalidInput if they are no such object
     */
    public static Map<String, String> readTexts(byte[] utf8) {
        return texts(JsonDocument.read(utf8).root(), List.of());
    }

    /**
     * What a framework in another process says to a case.
     *
     * @param observations what it computed, if it can
     * @param unsupported why it cannot, a clause that follows "because"; empty if it can
     * @param failed how it failed, {@code threw: …}; empty if it did not
     */
    public record Answer(Optional<Observations> observations, String unsupported, String failed) {}

    private static Case scenario(Node root, NetworkSpec network, Weights weights) {
        String name = root.field("name").text();
        Sequence input = TrainingReader.sequence(root.field("input"));
        Masks masks = root.optional("masks")
                .map(node -> TrainingReader.masks(node, input))
                .orElse(Masks.NONE);
        Map<String, State> initialStates = root.optional("initialStates")
                .map(node -> NetworkReader.states(node, network, input.batch()))
                .orElse(Map.of());
        TrainingReader reader = new TrainingReader(network);
        Objective objective = root.optional("objective")
                .map(node -> reader.objective(node, input))
                .orElse(new Objective.None());
        Truncation truncation =
                root.optional("truncation").map(TrainingReader::truncation).orElse(Truncation.NONE);
        Optional<Training> training = root.optional("training").map(reader::training);
        Execution execution =
                root.optional("execution").map(CaseReader::execution).orElse(Execution.STANDARD);
        Set<Quantity.Kind> observed = observed(root.field("observed"));
        return new Case(
                name,
                network,
                weights,
                input,
                masks,
                initialStates,
                objective,
                truncation,
                training,
                execution,
                observed);
    }

    private static Execution execution(Node node) {
        node.only("precision", "format");
        return new Execution(
                node.optional("precision")
                        .map(word -> word.choice(Precision.class))
                        .orElse(Precision.DOUBLE),
                node.optional("format")
                        .map(word -> word.choice(SequenceFormat.class))
                        .orElse(SequenceFormat.NCW));
    }

    private static Set<Quantity.Kind> observed(Node node) {
        Set<Quantity.Kind> kinds = new LinkedHashSet<>();
        for (Node kind : node.list()) {
            if (!kinds.add(kind.choice(Quantity.Kind.class))) {
                throw kind.refusal("every kind once");
            }
        }
        return kinds;
    }

    /** Floats would be held to the bounds of doubles; who computed in doubles what is given in floats is welcome. */
    private static Provenance provenance(Node node, Node root, Case scenario) {
        Map<String, String> texts = texts(node, List.of("framework", "version", "dtype"));
        Node dtype = node.field("dtype");
        boolean floats =
                dtype.choice(List.of("float32", "float64"), word -> word).equals("float32");
        if (floats
                && root.optional("observations").isPresent()
                && scenario.execution().precision() == Precision.DOUBLE) {
            throw dtype.refusal(
                    "\"float64\", where execution.precision is \"double\", as it is unless the case says \"single\",");
        }
        return new Provenance(texts.remove("framework"), texts.remove("version"), texts.remove("dtype"), texts);
    }

    private static Map<String, String> texts(Node node, List<String> required) {
        required.forEach(node::field);
        Map<String, String> texts = new TreeMap<>();
        node.fields().forEach((name, field) -> texts.put(name, field.textOrNumber()));
        return texts;
    }
}
