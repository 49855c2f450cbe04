package dev.lockstep.experiment.convert;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.WholeFile;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.StoredModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Moves weights from one file and layout to another, and proves it before anything is written.
 *
 * @param frameworks who may be asked; of two with one id, the first
 * @param out what is told, line by line
 * @param seed of what is drawn
 */
public record Conversion(List<Framework> frameworks, Consumer<String> out, long seed) {
    /** Of what is drawn: smaller where units are saturated. */
    private static final double[] SCALES = {1, 0x1p-4, 0x1p-8};
    /** Of what is drawn besides, where nothing depends on some numbers: larger where units are off. */
    private static final double[] LARGER = {1, 4, 16, 64};

    public Conversion {
        frameworks = List.copyOf(frameworks);
    }

    /**
     * Converts a file.
     *
     * @param from a case, its weights in any layout, or a model of Deeplearning4j
     * @param target what is written
     * @return whether both sides compute the same; if not, nothing is written
     * @throws InvalidInput if the file cannot be read, the target has no place for what it holds, or no framework that could tell
     *     is here
     */
    public boolean of(Path from, Target target) {
        if (from.toAbsolutePath()
                .normalize()
                .equals(target.file().toAbsolutePath().normalize())) {
            throw new InvalidInput("TO: another file than FROM expected, " + target.file() + " found");
        }
        Source source = Source.read(from, seed);
        requireNotItsArrays(from, target.file());
        out.accept(from + ": " + described(source.side()));
        source.side().placement().ifPresent(out);
        source.side()
                .model()
                .map(StoredModel::leftBehind)
                .filter(left -> !left.isEmpty())
                .ifPresent(left -> out.accept("left behind, as no layer has it: " + String.join(", ", left)));
        CaseFile content = content(source, target);
        byte[] bytes = target.bytes(content);
        Side written = target.read(bytes, content.scenario());
        if (!sameBits(content.scenario().weights(), written.scenario().weights())) {
            out.accept("read back: other parameters than were to be written; nothing is written");
            return false;
        }
        out.accept("read back from " + written.layout() + ": the same "
                + content.scenario().network().parameterCount() + " numbers, bit for bit");
        written.placement().ifPresent(out);
        Proof proof = new Proof(source.side(), written, frameworks, out);
        prove(proof, source, content.scenario());
        proof.requireForeignWitness();
        if (!proof.holds()) {
            out.accept("not proven; nothing is written");
            return false;
        }
        Influence influence = proof.influence();
        influence
                .said()
                .forEach(numbers -> out.accept(
                        "not proven, only read back, as nothing that was compared depends on them: " + numbers));
        WholeFile.write("TO", target.file(), bytes);
        out.accept("written: " + target.file()
                + (proof.ranTarget() ? "" : "; no framework but ours has run " + written.layout())
                + (influence.isWhole() ? "" : "; " + influence.missed() + " numbers are not proven"));
        return true;
    }

    private static void requireNotItsArrays(Path from, Path to) {
        if (from.toString().endsWith(".zip")) {
            return;
        }
        CaseReader.arraysBeside(from)
                .map(beside -> beside.toAbsolutePath().normalize())
                .filter(beside -> beside.equals(to.toAbsolutePath().normalize()))
                .ifPresent(beside -> {
                    throw new InvalidInput("TO: another file than the arrays of FROM expected, " + to + " found");
                });
    }

    private void prove(Proof proof, Source source, Case to) {
        Case from = source.side().scenario();
        if (source.hasData()) {
            Set<Kind> kinds = Source.kinds(from.network(), from.objective());
            proof.on(
                    "the case's own data",
                    untrained(from).observing(kinds),
                    untrained(to).observing(kinds));
            proof.withRecording(
                    source.content(),
                    untrained(from).observing(kinds),
                    untrained(to).observing(kinds));
        }
        if (proof.hasFailed()) {
            return;
        }
        boolean told = false;
        for (int i = 0; !told && i < SCALES.length; i++) {
            told = proof.drawn(source, to, SCALES[i], seed);
        }
        for (int i = 0; proof.holds() && !proof.influence().isWhole() && i < LARGER.length; i++) {
            long another = seed + 10 * (i + 1);
            if (!proof.staysFinite(source, LARGER[i], another)) {
                return;
            }
            proof.drawn(source, to, LARGER[i], another);
        }
    }

    /** The case file with the parameters that the target has a place for. */
    private CaseFile content(Source source, Target target) {
        CaseFile content = source.content();
        Case scenario = content.scenario();
        if (target.layout().isEmpty()) {
            return content;
        }
        OneBias one = OneBias.in(
                target.layout().get(),
                scenario.network(),
                scenario.weights(),
                scenario.execution().precision());
        if (one.said().isEmpty()) {
            return content;
        }
        one.said().forEach(out);
        if (content.observations().isPresent()) {
            out.accept("left behind, as it is of two biases: what was recorded");
        }
        if (scenario.training().isPresent()) {
            out.accept("left behind, as it is of two biases: training");
        }
        return CaseFile.of(with(scenario, one.network(), one.weights()));
    }

    private static Case untrained(Case scenario) {
        return scenario.training().isEmpty() ? scenario : with(scenario, scenario.network(), scenario.weights());
    }

    private static Case with(Case scenario, NetworkSpec network, Weights weights) {
        Set<Kind> observed = scenario.observed().stream()
                .filter(kind -> !kind.isTraining())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
        return new Case(
                scenario.name(),
                network,
                weights,
                scenario.input(),
                scenario.masks(),
                scenario.initialStates(),
                scenario.objective(),
                scenario.truncation(),
                Optional.<Training>empty(),
                scenario.execution(),
                observed.isEmpty() ? EnumSet.of(Kind.OUTPUTS) : observed);
    }

    private static String described(Side side) {
        List<LayerSpec> layers = side.scenario().network().layers();
        return layers.stream().map(LayerSpec::title).collect(Collectors.joining(", ")) + "; "
                + side.scenario().network().parameterCount() + " numbers in " + side.layout();
    }

    private static boolean sameBits(Weights a, Weights b) {
        if (!List.copyOf(a.keys()).equals(List.copyOf(b.keys()))) {
            return false;
        }
        for (ParameterKey key : a.keys()) {
            long[] one = bits(a, key);
            if (!Arrays.equals(one, bits(b, key))) {
                return false;
            }
        }
        return true;
    }

    private static long[] bits(Weights weights, ParameterKey key) {
        return Arrays.stream(weights.get(key).toArray())
                .mapToLong(Double::doubleToRawLongBits)
                .toArray();
    }
}
