package dev.lockstep.caseformat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.definition.Definition;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was written is read back: every value of the model, every bit of every number. */
class RoundTripTest {
    private static final Provenance PROVENANCE =
            new Provenance("PyTorch", "1.13.0", "float64", Map.of("seed", "1", "command", "python3 record.py \"a\""));

    @TempDir
    private Path folder;

    static Stream<Case> cases() {
        return Cases.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyCaseIsReadBackWithItsObservations(Case scenario) {
        Observations observed = Definition.STANDARD.observe(scenario);
        CaseFile written = new CaseFile(scenario, Optional.of(observed), Optional.of(PROVENANCE));
        Path file = folder.resolve("a.case.json");
        CaseWriter.write(written, file);

        CaseFile read = CaseReader.read(file);

        // Field by field, since sequences and weights have no equals of their own; numbers to the last bit.
        RecursiveComparisonConfiguration byFields = RecursiveComparisonConfiguration.builder()
                .withStrictTypeChecking(true)
                .withComparatorForType(Double::compare, Double.class)
                .withEqualsForType(Arrays::equals, double[].class)
                .withEqualsForType(RoundTripTest::sameBits, RowMajorMatrix.class)
                .build();
        assertThat(read).usingRecursiveComparison(byFields).isEqualTo(written);
        assertThat(CaseWriter.text(read)).isEqualTo(CaseWriter.text(written));
    }

    @Test
    void lengthsAreAMaskOfTheFirstStepsOfEveryRow() {
        String text = CaseWriter.line(withInput(new double[] {1, 2, 3, 4, 5, 6}))
                .replace("\"shape\":[6,1,1]", "\"shape\":[3,2,1]")
                .replace("\"initialStates\"", "\"masks\":{\"lengths\":[1,3],\"rule\":\"carry\"},\"initialStates\"");

        Masks masks = read(text).scenario().masks();

        assertThat(masks.rule()).isEqualTo(MaskRule.CARRY);
        assertThat(masks.features().orElseThrow().values()).containsExactly(1, 1, 0, 1, 0, 1);
    }

    @Test
    void everyBitOfEveryNumberIsReadBack() {
        Random random = new Random(1);
        double[] values = new double[20_000];
        values[0] = -0.0;
        values[1] = Double.MIN_VALUE;
        values[2] = Double.MAX_VALUE;
        values[3] = Double.MIN_NORMAL;
        for (int i = 4; i < values.length; i++) {
            double drawn = Double.longBitsToDouble(random.nextLong());
            values[i] = Double.isFinite(drawn) ? drawn : i;
        }

        Sequence read = read(CaseWriter.line(withInput(values))).scenario().input();

        for (int i = 0; i < values.length; i++) {
            assertThat(Double.doubleToLongBits(read.values()[i]))
                    .as("bits of %s", values[i])
                    .isEqualTo(Double.doubleToLongBits(values[i]));
        }
    }

    /** JDK 17's own Double.toString gives 2.0000000000000003E-3 … for some of these, which JDK-4511638 mended in 19. */
    @Test
    void numbersAreTheShortestDecimals() {
        String text = CaseWriter.line(withInput(2e23, 1.5e-323, 0.1, 1 / 3.0));
        assertThat(text).contains("[2.0E23,1.5E-323,0.1,0.3333333333333333]");
    }

    @Test
    void aFileWrittenByHandIsReadWithWhatItLeavesOut() {
        Case scenario = read("""
                {
                  "format": 1,
                  "name": "by hand",
                  "network": [{"kind": "SimpleRnn", "name": "a", "inputs": 1, "units": 2, "activation": "hard tanh"}],
                  "weights": {"a": {
                    "b": {"shape": [1, 2], "values": ["0x1.8p+1", "-0X.8P-1"]},
                    "W": {"shape": [1, 2], "values": [1, -0]},
                    "RW": {"values": [1e-3, 0.5, -2.5E+2, 0], "shape": [2, 2]}
                  }},
                  "input": {"shape": [1, 1, 1], "values": [4]},
                  "observed": ["final h", "outputs"]
                }
                """).scenario();

        assertThat(scenario.weights().get("a", Parameter.W).toArray()).containsExactly(1, -0.0);
        assertThat(scenario.weights().get("a", Parameter.RW).toArray()).containsExactly(0.001, 0.5, -250, 0);
        assertThat(scenario.weights().get("a", Parameter.B).toArray()).containsExactly(3, -0.25);
        assertThat(scenario.network().layer("a")).isEqualTo(new SimpleRnnSpec("a", 1, 2, Activation.HARD_TANH));
        assertThat(scenario.objective()).isEqualTo(new Objective.None());
        assertThat(scenario.training()).isEmpty();
        assertThat(scenario.observed()).containsExactly(Quantity.Kind.OUTPUTS, Quantity.Kind.FINAL_HIDDEN);
    }

    private static boolean sameBits(RowMajorMatrix a, RowMajorMatrix b) {
        return a.getColumnDimension() == b.getColumnDimension() && Arrays.equals(a.toArray(), b.toArray());
    }

    private static Case withInput(double... values) {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("a", 1, 1, Activation.TANH));
        return new Case(
                "input",
                network,
                Weights.random(network, 1),
                new Sequence(values.length, 1, 1, values),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                Set.of(Quantity.Kind.OUTPUTS));
    }

    private static CaseFile read(String text) {
        return CaseReader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
