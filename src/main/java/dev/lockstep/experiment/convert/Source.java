package dev.lockstep.experiment.convert;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.ForeignArrays;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.layout.Layout;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import dev.lockstep.port.StoredModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is converted.
 *
 * @param side its network and arrays
 * @param content of a case file; of a model, the case that was drawn for it
 * @param hasData whether there is data of its own, not drawn
 */
record Source(Side side, CaseFile content, boolean hasData) {
    private static final int LARGEST = 64 << 20;
    private static final int TIME = 5;
    private static final int BATCH = 3;

    /**
     * Reads a file.
     *
     * @param seed what the input of a model is drawn from
     * @throws InvalidInput if it is neither a case nor a model of Deeplearning4j
     */
    static Source read(Path file, long seed) {
        String name = file.toString();
        if (!name.endsWith(".case.json") && !name.endsWith(".zip")) {
            throw new InvalidInput("FROM: a file NAME.case.json or NAME.zip expected, " + file + " found");
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput("FROM: a file expected, " + file + " found"
                    + (Files.exists(file) ? ", which is not one" : ", which is not there"));
        }
        if (name.endsWith(".case.json")) {
            CaseFile content = CaseReader.read(file);
            return new Source(new Side(content.scenario(), content.arrays(), Optional.empty()), content, true);
        }
        StoredModel model = Frameworks.storedModel(bytes(file), name);
        ForeignArrays arrays = new ForeignArrays(Layout.DEEPLEARNING4J, model.arrays(), Map.of());
        Case drawn = drawn(model, arrays, file, seed);
        return new Source(new Side(drawn, Optional.of(arrays), Optional.of(model)), CaseFile.of(drawn), false);
    }

    private static Case drawn(StoredModel model, ForeignArrays arrays, Path file, long seed) {
        try {
            return drawn(
                    file.getFileName().toString(),
                    model.network(),
                    arrays.weights(model.network()),
                    model.execution(),
                    new Objective.None(),
                    seed);
        } catch (InvalidInput refusal) {
            throw new InvalidInput(file + ": " + refusal.getMessage(), refusal);
        }
    }

    private static byte[] bytes(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(LARGEST + 1);
        } catch (IOException exception) {
            throw new InvalidInput(
                    "FROM: a file that can be read expected, " + file + " found (" + exception.getMessage() + ")",
                    exception);
        }
    }

    /** A case of 5 steps of 3 rows, from states of zeros. */
    static Case drawn(
            String name, NetworkSpec network, Weights weights, Execution execution, Objective objective, long seed) {
        return drawn(name, network, weights, execution, objective, seed, 1);
    }

    /** The same, every number of the input times {@code scale}. */
    static Case drawn(
            String name,
            NetworkSpec network,
            Weights weights,
            Execution execution,
            Objective objective,
            long seed,
            double scale) {
        double[] numbers = Sequence.random(TIME, BATCH, network.inputs(), seed).values();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= scale;
        }
        return new Case(
                        name,
                        network,
                        weights,
                        new Sequence(TIME, BATCH, network.inputs(), numbers),
                        Map.of(),
                        objective,
                        Optional.empty(),
                        kinds(network, objective))
                .with(execution);
    }

    /** A gradient that arrives at every output of such a case. */
    static Objective drawnGradient(NetworkSpec network, long seed) {
        return new Objective.Upstream(
                Sequence.random(network.outputTime(TIME), BATCH, network.outputs(), seed + 1), Map.of());
    }

    /** What tells of weights: outputs, final states, and where there is something to differentiate, gradients. */
    static Set<Kind> kinds(NetworkSpec network, Objective objective) {
        Set<Kind> kinds = EnumSet.of(Kind.OUTPUTS);
        if (!network.recurrent().isEmpty()) {
            kinds.add(Kind.FINAL_HIDDEN);
        }
        if (network.recurrent().stream().anyMatch(layer -> layer.hasCell())) {
            kinds.add(Kind.FINAL_CELL);
        }
        if (!(objective instanceof Objective.None)) {
            kinds.add(Kind.GRADIENT);
            kinds.add(Kind.INPUT_GRADIENT);
        }
        return kinds;
    }
}
